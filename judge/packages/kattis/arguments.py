"""What validators get with each test, as files of data/.

2025-09 says it for a folder or a test, and by validator; legacy for a folder, in one line for all validators or one.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from judge.packages.kattis.test_paths import FOLDERS
from judge.packages.kattis.writing import Entry, Placed, as_yaml

Args = tuple[tuple[str, tuple[str, ...]], ...]  # by the validator's name; of those that get some


def of_test(validators: Sequence[Placed], test: str) -> Args:
    found = [(v.name, tuple(v.program.get("args_by_test", {}).get(test, v.program["args"]))) for v in validators]
    return tuple((name, words) for name, words in found if words)


def of_tests(validators: Sequence[Placed], columns: dict) -> list[Args]:
    return [of_test(validators, name) for name in columns["name"]]


def below(folder: str, paths: list[str]) -> list[int]:
    return [index for index, path in enumerate(paths) if path.startswith(f"{folder}/")]


# 2025-09


def modern(validators: Sequence[Placed], words: list[str], args: list[Args], paths: list[str]) -> Iterator[Entry]:
    """The checker's `words` too. What most tests of a folder get stands there once."""
    for folder in FOLDERS:
        if not (mine := below(folder, paths)):
            continue
        usual = Counter(args[index] for index in mine).most_common(1)[0][0]
        yield from group(folder, named(validators, usual), words)
        for index in mine:
            if args[index] != usual:
                yield Entry(f"{paths[index]}.yaml", as_yaml({"input_validator_args": named(validators, args[index])}))


def of_probes(validators: Sequence[Placed], words: list[str], written: set[str]) -> Iterator[Entry]:
    """For the folders of data/ that hold tests of the validators and the checker."""
    for folder in ("data/invalid_input", "data/invalid_output", "data/valid_output"):
        if any(path.startswith(f"{folder}/") for path in written):
            outputs = [] if folder == "data/invalid_input" else words
            yield from group(folder, named(validators, of_test(validators, "")), outputs)


def group(folder: str, inputs: list | dict, outputs: list[str]) -> Iterator[Entry]:
    said = {"input_validator_args": inputs, "output_validator_args": outputs}
    if some := {name: value for name, value in said.items() if value}:
        yield Entry(f"{folder}/test_group.yaml", as_yaml(some))


def named(validators: Sequence[Placed], args: Args) -> list[str] | dict[str, list[str]]:
    """A list for all of them, or who gets what."""
    by_name = {name: list(words) for name, words in args}
    if len(by_name) == len(validators) and len({words for _, words in args}) == 1:
        return list(args[0][1])
    return by_name or []


# Legacy


def legacy(validators: Sequence[Placed], args: list[Args], paths: list[str]) -> Iterator[Entry]:
    """In the outermost folder of which it is true of all tests."""
    if len(set(args)) == 1:
        yield from flags("data", validators, args[0])
        return
    for top in FOLDERS:
        mine = below(top, paths)
        found = {args[index] for index in mine}
        if len(found) == 1:
            yield from flags(top, validators, found.pop())
        else:
            stretches = {"/".join(paths[index].split("/")[:3]): args[index] for index in mine}
            for folder, given in stretches.items():
                yield from flags(folder, validators, given)


def flags(folder: str, validators: Sequence[Placed], args: Args) -> Iterator[Entry]:
    if said := sayable(validators, args):
        yield Entry(f"{folder}/testdata.yaml", as_yaml({"input_validator_flags": said}))


def sayable(validators: Sequence[Placed], args: Args) -> str | dict[str, str] | None:
    """None where legacy has no words for it."""
    if any(len(word.split()) != 1 or word != word.strip() for _, words in args for word in words):
        return None
    lines = {name: " ".join(words) for name, words in args}
    if len(lines) == len(validators) and len(set(lines.values())) == 1:
        return lines.popitem()[1]
    if len(lines) == 1:
        ((name, line),) = lines.items()
        return {"name": name, "flags": line}
    return None if lines else ""
