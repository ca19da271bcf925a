"""data/sample and data/secret: the tests, in order, and the arguments that their groups give to the validators."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from judge.packages.kattis.files import Files, words
from judge.packages.package import PackageError, TestCase

CONFIGURATIONS = ("test_group.yaml", "testdata.yaml")
POINTER = b"version https://git-lfs"


@dataclass(frozen=True)
class Group:
    """What a folder says, and its folders inherit."""

    input_args: object = ()
    output_args: object = ()
    args: tuple[str, ...] = ()

    def with_said(self, said: dict) -> "Group":
        return Group(
            input_args=said.get("input_validator_args", said.get("input_validator_flags", self.input_args)),
            output_args=said.get("output_validator_args", said.get("output_validator_flags", self.output_args)),
            args=words(said["args"]) if "args" in said else self.args,
        )


@dataclass(frozen=True)
class Tests:
    cases: tuple[TestCase, ...]
    checker_args: tuple[str, ...]  # of all tests

    __test__ = False  # not a pytest class


def read_tests(files: Files, may_lack: bool = False) -> Tests:
    """`may_lack`: something else says how they are made."""
    top = Group().with_said(configuration(files, Path("data")))
    found = [pair for folder in ("sample", "secret") for pair in below(files, Path("data", folder), top)]
    if not found and not may_lack:
        raise PackageError("there are no tests in data/sample and data/secret")
    checker_args = {named(group.output_args, "") for _, group in found} or {named(top.output_args, "")}
    if len(checker_args) > 1:
        raise PackageError("output validator arguments that differ between tests aren't taken yet")
    return Tests(tuple(case for case, _ in found), checker_args.pop())


def below(files: Files, folder: Path, inherited: Group) -> Iterator[tuple[TestCase, Group]]:
    """By name, a folder's name among those of its tests."""
    group = inherited.with_said(configuration(files, folder))
    entries = files.entries(folder)
    for path in sorted(entries, key=lambda path: path.stem if path.suffix == ".in" else path.name):
        if path.suffix == ".files" and path.is_dir():
            raise PackageError(f"{files.name_of(path)}: tests that bring files aren't taken yet")
        if path.is_dir():
            yield from below(files, folder / path.name, group)
        elif path.suffix == ".in":
            yield case(files, path, group)
        elif path.suffix == ".ans" and not path.with_suffix(".in").exists():
            raise PackageError(f"{files.name_of(path)} has no input beside it")


def configuration(files: Files, folder: Path) -> dict:
    return next((said for name in CONFIGURATIONS if (said := files.mapping(folder / name))), {})


def case(files: Files, path: Path, group: Group) -> tuple[TestCase, Group]:
    name = files.name_of(path.with_suffix("")).removeprefix("data/")
    group = group.with_said(files.mapping(f"data/{name}.yaml"))
    if group.args:
        raise PackageError(f"{name}: tests with arguments for the program aren't taken yet")
    found = TestCase(
        name=name,
        input=usable(files, path),
        answer=usable(files, path.with_suffix(".ans")),
        is_sample=name.startswith("sample/"),
        validator_args=by_validator(group.input_args),
        shown_input=first(path, ".in.statement"),
        shown_answer=first(path, ".out", ".ans.statement"),
    )
    return found, group


def derived(name: str) -> dict[str, str]:
    """What a draft has of a test that nothing more is said of."""
    return {"name": name, "group": name.rpartition("/")[0]}


def usable(files: Files, path: Path) -> Path:
    if not path.is_file():
        raise PackageError(f"{files.name_of(path)} is missing")
    with path.open("rb") as file:
        if file.read(len(POINTER)) == POINTER:
            raise PackageError(f"{files.name_of(path)} is only a pointer to a file that Git LFS keeps elsewhere")
    return path


def first(path: Path, *suffixes: str) -> Path | None:
    beside = (path.with_name(path.stem + suffix) for suffix in suffixes)
    return next((found for found in beside if found.is_file()), None)


def by_validator(said: object) -> dict[str, tuple[str, ...]]:
    """Legacy names one validator and its flags, 2025-09 maps each name to its arguments."""
    if isinstance(said, dict) and set(said) <= {"name", "flags"}:
        return {str(said.get("name", "")): words(said.get("flags"))}
    if isinstance(said, dict):
        return {str(name): words(args) for name, args in said.items()}
    return {"": words(said)}


def named(said: object, name: str) -> tuple[str, ...]:
    arguments = by_validator(list(said) if isinstance(said, tuple) else said)
    return arguments.get(name) or next(iter(arguments.values()), ())
