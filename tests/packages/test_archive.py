"""Packages come from anybody. Nothing is written outside, and what is refused is named."""

import os
import stat
import struct
import warnings
import zipfile
from pathlib import Path

import pytest

from judge.packages import archive
from judge.packages.package import PackageError
from judge.packages.reading import package_folder
from tests.packages.conftest import SUMS

ENTRIES = [(name, text.encode()) for name, text in SUMS.items()]


def unpacked(path):
    with archive.opened(path) as root:
        folder = package_folder(root)
        return sorted(found.relative_to(folder).as_posix() for found in folder.rglob("*") if found.is_file())


def refused(path):
    with pytest.raises(PackageError) as refusal, archive.opened(path) as root:
        package_folder(root)
    return str(refusal.value)


def special(name, mode):
    entry = zipfile.ZipInfo(name)
    entry.external_attr = mode << 16
    return entry


def test_an_archive_of_files_or_of_one_folder_is_a_package(zipped):
    assert unpacked(zipped(ENTRIES)) == sorted(SUMS)
    assert unpacked(zipped([(f"sums/{name}", data) for name, data in ENTRIES])) == sorted(SUMS)
    assert "problem.yaml" in refused(zipped([("readme", b"")]))


def test_what_was_unpacked_is_gone_afterwards(zipped):
    with archive.opened(zipped(ENTRIES)) as folder:
        assert folder.exists()
    assert not folder.exists()


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "a/../../evil",
        "/etc/evil",
        "..",
        "..\\evil",
        "C:evil",
        "C:\\evil",
        "\\\\host\\evil",
        "a\nb",
        "x" * 500,
    ]
    + ["a/" * 30 + "deep"],
)
def test_a_name_that_leads_away_is_refused(zipped, tmp_path, name):
    before = set(tmp_path.rglob("*"))
    path = zipped([*ENTRIES, (name, b"evil")])

    assert "entry" in refused(path)
    assert set(tmp_path.rglob("*")) - before == {path}
    assert not Path("/etc/evil").exists()


def test_links_and_special_files_in_an_archive_are_refused(zipped):
    assert "'link' is a link" in refused(zipped([*ENTRIES, (special("link", stat.S_IFLNK | 0o777), b"/etc/passwd")]))
    assert "'pipe' is a special file" in refused(zipped([*ENTRIES, (special("pipe", stat.S_IFIFO | 0o666), b"")]))
    assert "'disk' is a special file" in refused(zipped([*ENTRIES, (special("disk", stat.S_IFBLK | 0o666), b"")]))


def test_two_entries_of_one_name_are_refused(zipped):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        path = zipped([*ENTRIES, ("data/x.in", b"1"), ("data//x.in", b"2")])
    assert "two entries of the name 'data//x.in'" in refused(path)


def test_a_file_in_place_of_a_folder_is_refused(zipped):
    assert "'data/secret'" not in refused(zipped([*ENTRIES, ("data/sample/1.in/evil", b"")]))
    assert "which is a file" in refused(zipped([*ENTRIES, ("data/sample/1.in/evil", b"")]))


def test_a_bomb_is_refused_before_it_fills_the_disk(zipped):
    path = zipped([*ENTRIES, ("data/secret/bomb.in", b"\0" * (64 * 2**20))])
    assert path.stat().st_size < 2**20
    assert "'data/secret/bomb.in' is a bomb" in refused(path)


def test_what_unpacks_to_too_much_is_refused(zipped, monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 3000)
    names = [f"data/secret/{number}.in" for number in range(10)]
    assert "too much data" in refused(zipped([*ENTRIES, *[(name, os.urandom(500)) for name in names]]))


def test_an_entry_that_is_larger_than_it_says_is_refused(zipped, monkeypatch):
    path = zipped([*ENTRIES, ("data/secret/liar.in", b"7" * 100_000)])
    data = bytearray(path.read_bytes())
    central = data.rindex(b"PK\x01\x02", 0, data.rindex(b"liar.in"))
    struct.pack_into("<I", data, central + 24, 10)
    path.write_bytes(data)
    assert "can't be read" in refused(path)


def test_a_hundred_thousand_entries_are_refused(tmp_path):
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as many:
        for number in range(100_000):
            many.writestr(zipfile.ZipInfo(f"data/secret/{number}.in"), b"")
    assert "100000 entries" in refused(path)


def test_a_list_of_entries_that_claims_to_be_endless_is_refused(zipped):
    path = zipped(ENTRIES)
    data = bytearray(path.read_bytes())
    end = data.rindex(b"PK\x05\x06")
    struct.pack_into("<I", data, end + 12, 2**31)
    path.write_bytes(data)
    assert "can't be read" in refused(path) or "list of entries" in refused(path)


def test_what_is_encrypted_broken_or_no_archive_is_refused(zipped, tmp_path):
    path = zipped(ENTRIES)
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "is encrypted" in refused(path)

    (tmp_path / "half.zip").write_bytes(zipped(ENTRIES).read_bytes()[:700])
    assert "can't be read" in refused(tmp_path / "half.zip")
    (tmp_path / "text.zip").write_text("no archive")
    assert "can't be read" in refused(tmp_path / "text.zip")
    assert "no such" in refused(tmp_path / "missing.zip")


def test_a_name_that_is_no_text_is_refused(zipped):
    path = zipped([*ENTRIES, ("data/\N{SNOWMAN}.in", b"")])
    path.write_bytes(path.read_bytes().replace("\N{SNOWMAN}".encode(), b"\xff\xfe\xfd"))
    assert "can't be read" in refused(path)


def test_a_folder_with_a_special_file_is_refused(legacy):
    folder = legacy()
    os.mkfifo(folder / "data" / "pipe")
    assert "data/pipe is a special file" in refused(folder)


def test_a_folder_with_a_name_that_is_no_text_is_refused(legacy):
    folder = legacy()
    (folder / "data" / os.fsdecode(b"\xff.in")).write_text("")
    assert "is no name" in refused(folder)


def test_a_folder_with_too_many_entries_is_refused(legacy, monkeypatch):
    monkeypatch.setattr(archive, "MOST_ENTRIES", 10)
    assert "more than 10 entries" in refused(legacy())
