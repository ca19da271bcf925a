"""Attacks while a program is being compiled: by sources that a compiler chokes on, and by code that a compiler runs."""

import pytest

from judge import compiling
from judge.compiling import CompileError, compiled
from judge.sandbox import GIB, MIB, Ending, Limits
from tests.sandbox.conftest import ATTACKS
from tests.sandbox.endings import ENDINGS, EXIT_CODES, ONE_OF_EACH_KIND, REFUSED, within_python

PY_COMPILE = "py_compile.py"  # beside the sources, it is run in place of the real one
WORDS = {
    Ending.CPU_LIMIT: "took longer than",
    Ending.WALL_LIMIT: "took longer than",
    Ending.MEMORY_LIMIT: "needed more than 128 MiB",
    Ending.OUTPUT_LIMIT: "wrote more than 4 MiB",
    Ending.SIGNALLED: "The compiler crashed",
}


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "builds"


@pytest.fixture
def compile_with(carried, cache, monkeypatch):
    """Compile a program whose sources bring a compiler of their own: this text in Python, and an attack."""

    def compile_with(text, attack):
        monkeypatch.setattr(compiling, "LIMITS", within_python(attack))
        files = carried(PY_COMPILE, text, attack[0])
        return compiled("python3", files | {"main.py": b"print(1)"}, cache=cache)

    return compile_with


def calls(word, attack):
    return f"{word}({', '.join(map(repr, attack))})"


@pytest.mark.parametrize("attack", ONE_OF_EACH_KIND, ids=" ".join)
def test_an_attack_by_what_runs_in_a_compiler_is_a_compile_error(compile_with, attack):
    if ENDINGS[attack] is Ending.EXITED and attack not in EXIT_CODES:
        assert compile_with(calls("attack", attack), attack).folder.is_dir()
    else:
        words = WORDS.get(ENDINGS[attack], "^(full: No space left|The compiler ended with code 7)")
        with pytest.raises(CompileError, match=words):
            compile_with(calls("attack", attack), attack)


@pytest.mark.parametrize("attack", REFUSED, ids=" ".join)
def test_what_is_out_of_a_program_s_reach_is_out_of_a_compiler_s(compile_with, attack):
    with pytest.raises(CompileError, match=rf"^{REFUSED[attack]} lines, \[\]\n$"):
        compile_with(f"raise SystemExit(print({calls('report', attack)}) or 1)", attack)


def test_a_compiler_finds_no_secret_of_the_host(compile_with, monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "CANARY-4711")
    (tmp_path / "expected").write_text("CANARY-4711")
    with pytest.raises(CompileError, match=r"^1 lines, \['found \[\]'\]\n$"):
        compile_with("raise SystemExit(print(report('searcher.py')) or 1)", ("searcher.py",))


def test_a_compiler_sees_its_sources_and_nobody_else(compile_with):
    with pytest.raises(CompileError, match=r"^\['__pycache__', 'main.py', 'py_compile.py', 'sleeper'\]\n$"):
        compile_with("raise SystemExit(print(strangers()) or 1)", ("sleeper",))


DEEP = 100_000
NESTED_MACROS = "\n".join(f"#define A{n + 1} A{n} A{n} A{n} A{n} A{n} A{n} A{n} A{n}" for n in range(12))
TEMPLATES = """template<int n, int m> struct A { static const int v = A<n-1, 2*m>::v + A<n-1, 2*m+1>::v; };
template<int m> struct A<0, m> { static const int v = m; }; int main() { return A<25, 0>::v; }"""
CONSTANTS = """constexpr long f(int n) { return n < 2 ? n : f(n - 1) + f(n - 2); }
static_assert(f(60) > 0); int main() { }"""
JAVA = "class A { public static void main(String[] args) { %s } }"
STOPPED = "took longer than|needed more than|wrote more than|out of memory|memory exhausted|File size limit|can't write"
SOURCES = [
    ("c", '#include "/dev/zero"', STOPPED),
    ("c", '#include "/dev/random"', STOPPED + "|error"),
    ("c", '#include "/dev/stdin"', "undefined reference to `main'"),
    ("c", "#include __FILE__", "nested depth 200"),
    ("c", NESTED_MACROS + "\n#define A0 int a;\nA12 int main(void) { }", STOPPED),
    ("c", '#include "/proc/self/environ"', "error"),
    ("c", '#include "/proc/1/environ"', "Permission denied"),
    ("c", '#include "/etc/passwd"', "No such file"),
    ("c", '__asm__(".incbin \\"/etc/passwd\\"");int main(void) { }', "file not found"),
    ("c", '__asm__(".incbin \\"/proc/1/environ\\"");int main(void) { }', "file not found|Permission denied"),
    ("c", '__asm__(".incbin \\"/dev/zero\\"");int main(void) { }', STOPPED + "|unable to include"),
    ("c", '__asm__(".space 1 << 40");int main(void) { }', STOPPED + "|too large"),
    ("c", '__asm__(".rept 1 << 30\\n.long 1\\n.endr");int main(void) { }', STOPPED),
    ("c", "char a[1 << 30] = {1};int main(void) { return a[5]; }", STOPPED),
    ("cpp", TEMPLATES, STOPPED),
    ("cpp", CONSTANTS, STOPPED + "|constexpr"),
    ("java", JAVA % ('String s = "' + "x" * 70_000 + '";'), "constant string too long"),
    ("java", JAVA % ("int x = " + "(" * DEEP + "1" + ")" * DEEP + ";"), STOPPED + "|StackOverflowError"),
    ("python3", "(" * DEEP + ")" * DEEP, "line 1"),
    ("python3", "-" * DEEP + "1", "too complex|Error|crashed"),
    ("pypy3", "(" * DEEP + ")" * DEEP, "line 1|Error|crashed"),
    ("javascript", "[" * DEEP + "]" * DEEP, "call stack|Error|crashed"),
]


def shown(value):
    return value[:36].replace("\n", " ") if isinstance(value, str) else None


def within(language, words):
    """Little time where running out of it is an answer, much where the compiler has to say something else."""
    cpu = 20 if STOPPED not in words else 3 if language == "java" else 0.7
    return Limits(cpu=cpu, wall=30, memory=GIB // 2, output=16 * MIB, processes=64)


@pytest.mark.parametrize(("language", "source", "words"), SOURCES, ids=shown)
def test_a_source_that_a_compiler_chokes_on_is_a_compile_error(language, source, words, cache, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "CANARY-4711")
    monkeypatch.setattr(compiling, "LIMITS", within(language, words))
    name = f"main{compiling.LANGUAGES[language].extensions[0]}"
    with pytest.raises(CompileError, match=words) as error:
        compiled(language, {name: source.encode()}, cache=cache)

    assert "CANARY" not in str(error.value) and len(str(error.value)) <= compiling.MESSAGE


def test_what_a_compiler_made_and_the_kernel_cannot_start_is_a_crash(cache):
    program = compiled("c", {"main.c": (ATTACKS / "no_program.c").read_bytes()}, cache=cache)
    with program.container() as box:
        result = box.run(program.command(Limits(cpu=1, memory=64 * MIB)))

    assert (result.ending, result.signal) == (Ending.SIGNALLED, 11)


NAMES = ["-o.c", "-wrapper=sh.c", "a b.c", "$(id).c", "`id`.c", "';id;'.c", "\n.c", "\udcff.c", "{entry}.c"]


@pytest.mark.parametrize("name", NAMES)
def test_a_source_is_never_an_option_or_a_command(name, cache):
    files = {"main.c": b"int one(void);int main(void) { return one(); }", name: b"int one(void) { return 7; }"}
    program = compiled("c", files, cache=cache)
    with program.container() as box:
        assert box.run(program.command(Limits(cpu=1, memory=64 * MIB))).exit_code == 7
