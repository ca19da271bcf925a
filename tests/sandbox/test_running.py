"""What a well-behaved program meets."""

import os

import pytest

from judge.sandbox import MIB, Ending, NotStarted


def test_a_program_reads_its_input_and_writes_its_output(run):
    result = run("copier", stdin=b"1 2\n\xff\x00")

    assert result.ending is Ending.EXITED and result.succeeded
    assert result.stdout == b"1 2\n\xff\x00" and result.stdout_size == 6
    assert result.cpu > 0 and result.wall > 0 and result.memory > 0


def test_input_comes_from_a_file_without_being_copied(run, tmp_path):
    (tmp_path / "input").write_bytes(b"x" * 3 * MIB)

    assert run("copier", stdin=tmp_path / "input").stdout == b"x" * 3 * MIB


def test_a_closed_file_can_be_the_input(run, tmp_path):
    (tmp_path / "input").write_bytes(b"for the judge")
    (tmp_path / "input").chmod(0o600)

    assert run("copier", stdin=tmp_path / "input").stdout == b"for the judge"


def test_memory_is_what_the_program_takes_not_what_the_kernel_keeps_of_its_input(run, tmp_path):
    file = tmp_path / "input"
    file.write_bytes(b"x" * 64 * MIB)
    descriptor = os.open(file, os.O_RDWR)
    os.fsync(descriptor)
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(descriptor)

    assert run("/usr/bin/md5sum", stdin=file).memory < 8 * MIB
    assert 60 * MIB < run("/usr/bin/python3", "-c", "print(len(b'x' * (60 << 20)))").memory < 80 * MIB


def test_no_input_is_an_empty_one(run):
    assert run("copier").stdout == b""


def test_standard_error_is_kept_apart_and_cut(run):
    result = run("output_bomb", "2", output=1 * MIB, stderr=1000)

    assert result.stdout == b""
    assert result.stderr == b"x" * 1000 and result.stderr_truncated


@pytest.mark.parametrize("code", [0, 1, 42, 120, 121, 122, 123, 126, 127, 255])
def test_every_exit_code_is_the_program_s_own(run, code):
    result = run("exiter", str(code))

    assert (result.ending, result.exit_code, result.signal) == (Ending.EXITED, code, None)


def test_signals_are_as_they_were_made(run):
    result = run("signals")

    assert result.stdout == b""
    assert (result.ending, result.signal, result.exit_code) == (Ending.SIGNALLED, 13, None)


def test_files_are_laid_out_and_taken_back(run, tmp_path):
    (tmp_path / "answer").write_bytes(b"y" * 2 * MIB)
    result = run(
        "/bin/sh",
        "-c",
        "cat in deep/er/name; wc -c < answer; echo fine > feedback/message; echo more > feedback/more",
        files={"in": b"a", "deep/er/name": b"b", "answer": tmp_path / "answer", "feedback/": b""},
        collect=("in", "feedback/", "missing"),
    )

    assert result.stdout == b"ab2097152\n"
    assert result.files == {"in": b"a", "feedback/message": b"fine\n", "feedback/more": b"more\n"}


def test_files_may_be_bigger_than_the_disk_of_a_program(run, tmp_path):
    with (tmp_path / "big").open("wb") as file:
        file.truncate(300 * MIB)

    assert run("/bin/sh", "-c", "wc -c < big", files={"big": tmp_path / "big"}).stdout == b"%d\n" % (300 * MIB)


def test_what_is_taken_back_is_capped(run):
    text = "open('a', 'wb').write(bytes(3 * 2**20)); open('b', 'wb').write(bytes(3 * 2**20))"
    result = run("/usr/bin/python3", "-I", "-c", text, collect=("a", "b"))

    assert sum(map(len, result.files.values())) == 4 * MIB and result.files_truncated


def test_more_files_than_are_taken_back_is_said(script):
    text = "for n in range(1001): open(f'many/{n}', 'w')"
    result = script(text, files={"many/": b""}, collect=("many/",))

    assert result.succeeded and len(result.files) == 1000 and result.files_truncated


def test_files_come_back_under_whatever_name_they_have(script):
    names = [b"a b", b"two\nlines", b"1 2\n3", b"\xff\xfe", b"-rf", b"..."]
    text = f"for name in {names}: open(b'some/' + name, 'w').write('x')"
    result = script(text, files={"some/": b""}, collect=("some/",))

    assert result.files == {f"some/{os.fsdecode(name)}": b"x" for name in names}


def test_its_streams_can_be_opened_by_name_but_its_output_is_not_read_back(script, tmp_path):
    (tmp_path / "input").write_bytes(b"hi")
    text = """
for name, word in ("stdout", open("/dev/stdin").read()), ("stderr", "ho"):
    print(word, file=open(f"/dev/{name}", "w"))
    try: open(f"/dev/{name}").read()
    except PermissionError: pass
"""
    result = script(text, stdin=tmp_path / "input")

    assert (result.stdout, result.stderr, result.exit_code) == (b"hi\n", b"ho\n", 0)


@pytest.mark.parametrize("name", ["/etc/passwd", "../out", "a/../../b", "", "nul\0"])
def test_a_name_stays_inside(run, name):
    with pytest.raises(NotStarted, match="not a name inside"):
        run("exiter", files={name: b""})
    with pytest.raises(NotStarted, match="not a name inside"):
        run("exiter", collect=(name,))


def test_the_environment_is_small_and_ours(run, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary")
    result = run("/usr/bin/env", env={"MORE": "this"})

    assert set(result.stdout.decode().split()) == {
        "PATH=/usr/bin:/bin", "HOME=/work", "LANG=C.UTF-8", "TMPDIR=/tmp", "MORE=this"
    }  # fmt: skip


@pytest.mark.parametrize("path", ["/box/missing", "/work", "/etc/ld.so.cache"])
def test_a_program_that_cannot_start_is_an_error_of_ours(run, path):
    with pytest.raises(NotStarted, match=f"cannot run {path}: start:"):
        run(path)


def test_files_that_contradict_each_other_are_refused(run):
    with pytest.raises(NotStarted, match="cannot run .*: files: "):
        run("exiter", files={"a": b"", "a/b": b""})
    assert run("exiter", "3").exit_code == 3


def test_after_a_failed_start_the_container_still_works(run):
    with pytest.raises(NotStarted):
        run("/box/missing")

    assert run("exiter", "3").exit_code == 3


def test_a_command_too_long_for_the_socket_is_refused(run):
    with pytest.raises(NotStarted, match="can't be told"):
        run("exiter", "x" * 2 * MIB)
    assert run("exiter", "3").exit_code == 3


def test_a_word_cannot_smuggle_in_others(run):
    for options in ({"env": {"A": "b\0C=d"}}, {"env": {"A\0B": "c"}}):
        with pytest.raises(NotStarted, match="NUL"):
            run("/usr/bin/env", **options)
    with pytest.raises(NotStarted, match="NUL"):
        run("exiter", "1\0002")


def test_runs_are_independent_of_how_many_there_are(run):
    assert [run("copier", stdin=b"%d" % n).stdout for n in range(50)] == [b"%d" % n for n in range(50)]


def test_a_program_that_only_sleeps_is_stopped_before_its_time(box, run):
    assert run("/usr/bin/sleep", "20", cpu=10, idle=0.3).ending is Ending.WALL_LIMIT
