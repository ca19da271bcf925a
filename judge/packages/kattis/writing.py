"""What both formats write alike: names that any system takes, programs as files or folders, tests in their order."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import yaml

from judge.languages import detect
from judge.packages.kattis.markdown_tex import escaped, tex
from judge.packages.package import PackageError

ODD = re.compile(r"[^A-Za-z0-9_.-]+")
EDGES = "._-"
LONGEST = 80  # characters of a name
MOST_FLOOR = 2**20
FOLDERS = {  # by what a solution may get
    ("AC",): "accepted",
    ("WA",): "wrong_answer",
    ("TLE",): "time_limit_exceeded",
    ("RTE",): "run_time_error",
    ("MLE",): "run_time_error",  # which is what the format calls them
    ("OLE",): "run_time_error",
}
SEVERAL = "mixed"
OWN = "algoitny"  # a file and a folder for what the format has no place for
CHECKERS = f"{OWN}/checkers"
SOLUTIONS = f"{OWN}/submissions"


@dataclass(frozen=True)
class Entry:
    """A file of the package: bytes, or the hash of a blob."""

    path: str
    data: bytes | str


@dataclass
class Names:
    """Safe, and each taken once."""

    taken: set[str] = field(default_factory=set)

    def free(self, folder: str, wish: str) -> str:
        stem, dot, ending = safe(wish).partition(".")
        candidates = (f"{folder}/{stem}{f'-{n}' if n else ''}{dot}{ending}" for n in (0, *range(2, MOST_FLOOR)))
        found = next(path for path in candidates if path.lower() not in self.taken)
        self.taken.add(found.lower())
        return found


def safe(name: str) -> str:
    """As the format wants names: letters, digits, and _ . - within."""
    plain = ODD.sub("_", name)[-LONGEST:].lstrip(EDGES).rstrip(EDGES)
    return plain or "unnamed"


def as_yaml(said: dict) -> bytes:
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=1000).encode()


@dataclass(frozen=True)
class Placed:
    """Where a program goes."""

    program: dict
    path: str  # of its file or folder

    def entries(self) -> Iterator[Entry]:
        if is_single(self.program):
            (sha,) = self.program["files"].values()
            yield Entry(self.path, sha)
            return
        names = Names()
        for name, sha in self.program["files"].items():
            folder, _, last = inner(name).rpartition("/")
            yield Entry(names.free("/".join(filter(None, (self.path, folder))), last), sha)


def inner(name: str) -> str:
    """A path within a program's folder, each step of it safe; what Python imports by begins with an underscore."""
    steps = [step for step in PurePosixPath(name).parts if step not in ("/", "..", ".")]
    return "/".join(step if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", step) else safe(step) for step in steps)


def is_single(program: dict) -> bool:
    """A file on its own, whose name alone says its language."""
    names = list(program["files"])
    last = program["path"].rsplit("/", 1)[-1]
    return len(names) == 1 and (last == names[0] or detect([last]) is not None) and not last.endswith(".ctd")


def place(programs: Iterable[dict], folder: str, names: Names) -> list[Placed]:
    return [Placed(program, names.free(folder, wish(program))) for program in programs]


def wish(program: dict) -> str:
    """A grammar that was translated is a folder now: a grammar's name would have it translated again."""
    name = program["path"].rsplit("/", 1)[-1]
    return f"{name.removesuffix('.ctd')}_ctd" if name.endswith(".ctd") else name


def folder_of(solution: dict, is_legacy: bool) -> str:
    """Legacy has no place for one that may get several verdicts, or any."""
    found = FOLDERS.get(tuple(solution["expected"]))
    return SOLUTIONS if is_legacy and not found else f"submissions/{found or SEVERAL}"


@dataclass(frozen=True)
class Written:
    """A test, and what its files are called without the ending."""

    number: int
    path: str


def test_paths(columns: dict) -> list[Written]:
    """Their names keep them in order, samples first as the format has it; where they don't, numbers before them do."""
    wishes = [wished(columns, index) for index in range(len(columns["name"]))]
    for folder in ("data/sample", "data/secret"):
        mine = [index for index, path in enumerate(wishes) if path.startswith(f"{folder}/")]
        paths = [wishes[index] for index in mine]
        if [*sorted(set(paths), key=in_order)] != paths:
            for count, index in enumerate(mine, 1):
                wishes[index] = f"{folder}/{count:0{len(str(len(mine)))}}-{wishes[index].rsplit('/', 1)[-1]}"
    return [Written(index + 1, path) for index, path in enumerate(wishes)]


def in_order(path: str) -> tuple[str, ...]:
    """As a reader goes through the folders."""
    return tuple(path.split("/"))


def wished(columns: dict, index: int) -> str:
    folder = "sample" if columns["sample"][index] else "secret"
    steps = columns["group"][index].split("/") + [columns["name"][index].rsplit("/", 1)[-1]]
    within = [safe(step) for step in steps if step]
    within = within[1:] if len(within) > 1 and within[0] in ("sample", "secret") else within
    return "/".join(("data", folder, *within))


def tests(columns: dict) -> Iterator[Entry]:
    for written in test_paths(columns):
        index = written.number - 1
        if not columns["answer"][index]:
            raise PackageError(f"the test {columns['name'][index]} has no answer yet, and a package needs one")
        yield Entry(f"{written.path}.in", columns["input"][index])
        yield Entry(f"{written.path}.ans", columns["answer"][index])


def statements(document: dict, folder: str, is_legacy: bool) -> Iterator[Entry]:
    """Legacy has TeX only: Markdown stands beside it, and our own file says that it is what was written."""
    names = Names()
    for language, said in document["statements"].items():
        text, is_tex = said["text"], said["format"] == "tex"
        if not is_tex:
            yield Entry(names.free(folder, f"problem.{language}.md"), text.encode())
            text = tex(text)
        if is_tex or is_legacy:
            yield Entry(names.free(folder, f"problem.{language}.tex"), named(text, said["title"]).encode())
    for name, sha in document["images"].items():
        yield Entry(names.free(folder, name), sha)


def named(text: str, title: str) -> str:
    return text if r"\problemname" in text else f"\\problemname{{{escaped(title)}}}\n{text}"
