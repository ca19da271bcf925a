"""What both formats write alike: programs as files or folders, tests in their order, statements and images."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

import yaml

from judge.packages.kattis.markdown_tex import escaped, tex
from judge.packages.kattis.names import Names, inner
from judge.packages.package import PackageError

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
IMAGES = f"{OWN}/images"
GRAMMAR = ".ctd"
UNTITLED = r"\problemname{}"


@dataclass(frozen=True)
class Entry:
    """A file of the package: bytes, or the hash of a blob."""

    path: str
    data: bytes | str


class Dumper(yaml.SafeDumper):
    """Text of several lines is quoted so that all of its white space comes back: other styles fold some of it."""


def quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if text.isprintable() else '"')


Dumper.add_representer(str, quoted)


def as_yaml(said: dict) -> bytes:
    return yaml.dump(said, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10**6).encode()


@dataclass(frozen=True)
class Placed:
    """Where a program goes."""

    program: dict
    path: str  # of its file or folder

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1]

    @cached_property
    def files(self) -> dict[str, str]:
        """Where each of its files goes, by what it is called here."""
        if is_single(self.program):
            return dict.fromkeys(self.program["files"], self.path)
        names, found = Names(), {}
        for name in self.program["files"]:
            folder, _, last = inner(name).rpartition("/")
            found[name] = names.free("/".join(filter(None, (self.path, folder))), last)
        return found

    def entries(self) -> Iterator[Entry]:
        for name, path in self.files.items():
            yield Entry(path, self.program["files"][name])


def name_of(program: dict) -> str:
    return program["path"].rsplit("/", 1)[-1]


def is_single(program: dict) -> bool:
    """A file on its own, called like the program, or what a grammar was translated to."""
    return len(program["files"]) == 1 and (name_of(program) in program["files"] or name_of(program).endswith(GRAMMAR))


def place(programs: Iterable[dict], folder: str, names: Names) -> list[Placed]:
    return [Placed(program, names.free(folder, wish(program))) for program in programs]


def wish(program: dict) -> str:
    """A grammar that was translated is a program now: a grammar's name would have it translated again."""
    name = name_of(program)
    if not name.endswith(GRAMMAR):
        return name
    endings = {PurePosixPath(file).suffix for file in program["files"]} if is_single(program) else {""}
    return f"{name.removesuffix(GRAMMAR)}_ctd{endings.pop()}"


def folder_of(solution: dict, is_legacy: bool) -> str:
    """Legacy has no place for one that may get several verdicts, or any; neither has one for what doesn't compile."""
    found = FOLDERS.get(tuple(solution["expected"]))
    if not found and (is_legacy or "CE" in solution["expected"]):
        return SOLUTIONS
    return f"submissions/{found or SEVERAL}"


def tests(columns: dict, paths: list[str]) -> Iterator[Entry]:
    for index, path in enumerate(paths):
        if not columns["answer"][index]:
            raise PackageError(f"the test {columns['name'][index]} has no answer yet, and a package needs one")
        yield Entry(f"{path}.in", columns["input"][index])
        yield Entry(f"{path}.ans", columns["answer"][index])


def statements(document: dict, folder: str, is_legacy: bool) -> Iterator[Entry]:
    """Legacy has TeX only: Markdown stands beside it, and our own file says that it is what was written."""
    for language, said in document["statements"].items():
        text, is_tex = said["text"], said["format"] == "tex"
        if not is_tex:
            yield Entry(f"{folder}/problem.{language}.md", ended(text).encode())
            text = tex(text)
        if is_legacy:
            yield Entry(f"{folder}/problem.{language}.tex", ended(headed(text, said["title"])).encode())
        elif is_tex:
            yield Entry(f"{folder}/problem.{language}.tex", ended(text).encode())


def ended(text: str) -> str:
    """All files of text end with the end of a line, as the format wants it."""
    return text if not text or text.endswith("\n") else f"{text}\n"


def headed(text: str, title: str) -> str:
    if is_untitled(text, title):
        return text.replace(UNTITLED, titled(title), 1)
    return text if r"\problemname" in text else heading(title) + text


def is_untitled(text: str, title: str) -> bool:
    """2025-09 takes the title from problem.yaml where there is none."""
    return UNTITLED in text and titled(title) not in text


def titled(title: str) -> str:
    return f"\\problemname{{{escaped(title)}}}"


def heading(title: str) -> str:
    tex = escaped(title)
    plain = f"%% plainproblemname: {title}\n" if tex != title else ""
    return f"{titled(title)}\n{plain}"


def images(document: dict, folder: str) -> dict[str, str]:
    """Where each goes, by its name. A statement's own file may be called like one."""
    names = Names()
    return {
        name: names.free(IMAGES if name.lower().startswith("problem.") else folder, name) for name in document["images"]
    }
