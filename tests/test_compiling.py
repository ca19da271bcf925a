"""Sources become programs, whatever language they are in; hostile ones become a message."""

import concurrent.futures
import os
import time

import pytest

from judge import compiling, languages
from judge.compiling import CompileError, compiled
from judge.sandbox import MIB, Ending, Limits

LIMITS = Limits(cpu=5, memory=256 * MIB)
SUMS = {
    "c": '#include <stdio.h>\nint main(void) { long a, b; scanf("%ld %ld", &a, &b); printf("%ld\\n", a + b); }',
    "cpp": "#include <iostream>\nint main() { long a, b; std::cin >> a >> b; std::cout << a + b << std::endl; }",
    "java": """import java.util.Scanner; class Sums { public static void main(String[] args) {
        Scanner in = new Scanner(System.in); System.out.println(in.nextLong() + in.nextLong()); } }""",
    "python3": "print(sum(map(int, input().split())))",
    "pypy3": "print(sum(map(int, input().split())))",
    "javascript": "const [a, b] = require('fs').readFileSync(0, 'utf8').split(' '); console.log(+a + +b)",
    "rust": """use std::io::stdin; fn main() { let mut line = String::new(); stdin().read_line(&mut line).unwrap();
        println!("{}", line.split_whitespace().map(|n| n.parse::<i64>().unwrap()).sum::<i64>()); }""",
    "go": 'package main\nimport "fmt"\nfunc main() { var a, b int; fmt.Scan(&a, &b); fmt.Println(a + b) }',
    "haskell": "main = getLine >>= print . sum . map read . words",
    "pascal": "var a, b: longint; begin read(a, b); writeln(a + b); end.",
    "kotlin": 'fun main(args: Array<String>) { println(readLine()!!.split(" ").map { it.toInt() }.sum()) }',
    "csharp": """using System; using System.Linq; class Sums { static void Main() {
        Console.WriteLine(Console.ReadLine().Split(' ').Select(int.Parse).Sum()); } }""",
    "perl": "my ($a, $b) = split ' ', <STDIN>; print $a + $b, \"\\n\";",
    "ruby": "puts gets.split.map(&:to_i).sum",
    "php": "<?php echo array_sum(explode(' ', trim(fgets(STDIN)))), \"\\n\";",
}
MAIN = b"public static void main(String[] args)"
BROKEN = {
    "c": "int main(void) { return }",
    "java": "class Sums { public static void main(String[] args) { int a = ; } }",
    "python3": "print(",
    "pypy3": "print(",
    "javascript": "const = 1",
    "perl": "my (",
}


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "builds"


def text(language, source, cache):
    extension = compiling.LANGUAGES[language].extensions[0]
    return compiled(language, {f"main{extension}": source.encode()}, cache=cache)


def run(program, stdin=b"", limits=LIMITS, **options):
    with program.container() as box:
        return box.run(program.command(limits, stdin=stdin, **options))


def test_there_is_a_program_for_every_language():
    assert set(SUMS) == set(languages.LANGUAGES)


@pytest.mark.parametrize("language", languages.installed())
def test_every_installed_language_adds(language, cache):
    result = run(text(language, SUMS[language], cache), b"40 2\n")

    assert (result.stdout, result.stderr, result.ending) == (b"42\n", b"", Ending.EXITED)


@pytest.mark.parametrize("language", BROKEN)
def test_a_mistake_is_told_in_the_compiler_s_words(language, cache):
    with pytest.raises(CompileError, match=r"main|Sums"):
        text(language, BROKEN[language], cache)
    assert not cache.exists()


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('#include "/dev/zero"\nint main(void) { }', "memory"),
        ('#include "/etc/passwd"\nint main(void) { }', "No such file"),
        ('#include "/proc/1/environ"\nint main(void) { }', "Permission denied"),
        ('__asm__(".incbin \\"/dev/zero\\"");\nint main(void) { }', "unable to include|memory"),
        ("char a[1ul << 40] = {1};\nint main(void) { }", "File size limit|MiB|too large"),
        ("#error " + "x" * 200_000, "xxx"),
    ],
    ids=["zero", "passwd", "environ", "incbin", "huge", "words"],
)
def test_a_hostile_source_is_a_compile_error(source, message, cache, monkeypatch):
    monkeypatch.setattr(compiling, "LIMITS", Limits(cpu=30, memory=256 * MIB))
    with pytest.raises(CompileError, match=message) as error:
        text("c", source, cache)
    assert len(str(error.value)) <= 64 * 1024


def test_a_compiler_that_takes_too_long_is_stopped(cache, monkeypatch):
    monkeypatch.setattr(compiling, "LIMITS", Limits(cpu=0.5, memory=1024 * MIB))
    bomb = "template<int n, int m> struct A { enum { v = A<n-1, 2*m>::v + A<n-1, 2*m+1>::v }; };"
    bomb += "template<int m> struct A<0, m> { enum { v = m }; };\nint main() { return A<25, 0>::v; }"

    with pytest.raises(CompileError, match="Compiling took longer than"):
        text("cpp", bomb, cache)


@pytest.mark.parametrize("source", ["", "\0\0\0", "\ufeff\x01 not a program"])
def test_what_is_no_program_is_a_compile_error(source, cache):
    with pytest.raises(CompileError):
        text("c", source, cache)


@pytest.mark.parametrize("name", ["../main.c", "/main.c", "nul\0.c", ".", "x" * 300 + ".c", "main.c/main.c"])
def test_a_file_with_an_impossible_name_is_a_compile_error(name, cache):
    with pytest.raises(CompileError):
        compiled("c", {"main.c": b"int main(void) { }", name: b""}, cache=cache)


def test_an_unknown_entry_or_no_source_is_a_compile_error(cache):
    with pytest.raises(CompileError, match="No source file"):
        compiled("c", {"README": b""}, cache=cache)
    with pytest.raises(CompileError, match=r"no file other\.py"):
        compiled("python3", {"main.py": b""}, entry="other.py", cache=cache)


def test_several_files_make_one_program(cache):
    files = {
        "main.cpp": b'#include "inner/add.h"\n#include <cstdio>\nint main() { std::printf("%d\\n", add(1, 2)); }',
        "inner/add.cpp": b"int add(int a, int b) { return a + b; }",
        "inner/add.h": b"int add(int a, int b);",
    }

    assert run(compiled("cpp", files, cache=cache)).stdout == b"3\n"


def test_modules_and_data_lie_beside_a_script(cache):
    files = {
        "main.py": b"from helper import word; print(word, open('/box/data.txt').read())",
        "helper.py": b"word = 'hi'",
        "data.txt": b"there",
    }

    assert run(compiled("python3", files, cache=cache)).stdout == b"hi there\n"


def test_java_goes_by_a_name_in_any_language(cache):
    source = 'public class 합 { public static void main(String[] args) { System.out.println("hi"); } }'

    assert run(compiled("java", {"main.java": source.encode()}, cache=cache)).stdout == b"hi\n"


def test_java_without_a_main_method_is_told_so(cache):
    with pytest.raises(CompileError, match="No class with a main method"):
        compiled("java", {"main.java": b"class Solution { int twoSum() { return 3; } }"}, cache=cache)


def test_java_of_several_files_in_packages(cache):
    files = {
        "x.java": b"package a; public class Main { %s { System.out.println(b.Word.hi); } }" % MAIN,
        "y.java": b'package b; public class Word { public static String hi = "hi"; class Inner { } }',
    }

    assert run(compiled("java", files, cache=cache)).stdout == b"hi\n"


def test_the_same_sources_are_compiled_once(cache, monkeypatch):
    first = text("c", SUMS["c"], cache)
    monkeypatch.setattr(compiling, "build", None)

    assert text("c", SUMS["c"], cache) == first


def test_workers_may_compile_the_same_at_once(cache):
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        built = list(pool.map(lambda _: text("c", SUMS["c"], cache), range(3)))

    assert len(set(built)) == 1
    assert [path.name for path in cache.iterdir() if path.is_dir()] == [built[0].folder.name]


def test_a_closed_umask_hides_nothing_from_the_program(cache):
    before = os.umask(0o077)
    try:
        program = text("python3", SUMS["python3"], cache)
    finally:
        os.umask(before)

    assert run(program, b"1 2").stdout == b"3\n"


def test_the_least_used_builds_make_room_but_none_in_use(cache, monkeypatch):
    old, recent = text("c", "int main(void) { return 1; }", cache), text("c", "int main(void) { return 2; }", cache)
    os.utime(old.folder, times=(time.time() - 7200,) * 2)
    monkeypatch.setattr(compiling, "CACHE_BYTES", 0)
    text("python3", SUMS["python3"], cache)

    assert not old.folder.exists() and recent.folder.exists()


def test_all_builds_are_looked_at_only_when_many_have_come(cache, monkeypatch):
    looked = []
    monkeypatch.setattr(compiling, "make_room", looked.append)
    monkeypatch.setattr(compiling, "CACHE_BYTES", 20 * compiling.LOOKS * compiling.BLOCK)
    for number in range(25):  # two blocks each
        compiling.keep(cache / str(number), {"main.py": b"print(%d)" % number})

    assert looked == [cache] * 2


def test_a_build_that_a_killed_worker_left_half_written_goes_too(cache, monkeypatch):
    half = cache / ".new-half/build"
    half.mkdir(parents=True)
    os.utime(half.parent, times=(time.time() - 7200,) * 2)
    monkeypatch.setattr(compiling, "CACHE_BYTES", 0)
    text("python3", SUMS["python3"], cache)

    assert not half.exists()


def test_a_secret_of_the_host_does_not_reach_a_compiler(cache, tmp_path, monkeypatch):
    monkeypatch.setenv("C_INCLUDE_PATH", str(tmp_path))
    (tmp_path / "secret.h").write_text("int canary;")

    for path in ("secret.h", f"{tmp_path}/secret.h", f"/proc/self/cwd/../{tmp_path}/secret.h"):
        with pytest.raises(CompileError, match="No such file"):
            text("c", f'#include "{path}"\nint main(void) {{ }}', cache)
