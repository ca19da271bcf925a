"""Where each test goes: called as its author calls it, and in its place."""

from collections.abc import Hashable, Iterator, Sequence
from itertools import groupby

from judge.packages.kattis.names import safe

FOLDERS = ("data/sample", "data/secret")  # the format runs samples first
CONFIGURATIONS = ("test_group", "testdata")  # what no test may be called


def test_paths(columns: dict, apart: Sequence[Hashable] = ()) -> list[str]:
    """Without endings. `apart` says of each test which others may share its folder, where that matters."""
    wishes = [wished(columns, index) for index in range(len(columns["name"]))]
    paths = list(wishes)
    for top in FOLDERS:
        mine = [index for index, path in enumerate(wishes) if path.startswith(f"{top}/")]
        for folder, indexes in folders(top, mine, apart):
            within = [wishes[index].removeprefix(f"{top}/") for index in indexes]
            for index, name in zip(indexes, within if are_in_order(within) else numbered(within), strict=True):
                paths[index] = f"{folder}/{name}"
    return paths


def wished(columns: dict, index: int) -> str:
    folder = FOLDERS[0] if columns["sample"][index] else FOLDERS[1]
    steps = [safe(step).replace(".", "_") for step in columns["group"][index].split("/") if step]
    steps = steps[1:] if steps and steps[0] in ("sample", "secret") else steps
    name = safe(columns["name"][index].rsplit("/", 1)[-1])
    return "/".join((folder, *steps, f"{name}-1" if name in CONFIGURATIONS else name))


def folders(top: str, indexes: list[int], apart: Sequence[Hashable]) -> Iterator[tuple[str, list[int]]]:
    """One, or a numbered one for each stretch of tests that belong together."""
    stretches = [list(some) for _, some in groupby(indexes, lambda index: apart[index] if apart else None)]
    width = len(str(len(stretches)))
    for number, some in enumerate(stretches, 1):
        yield (f"{top}/{number:0{width}}" if len(stretches) > 1 else top), some


def are_in_order(paths: list[str]) -> bool:
    """Whether a reader goes by folders or by whole names, and whatever letters its system tells apart."""
    found = [path.lower() for path in paths]
    above = {"/".join(path.split("/")[:n]) for path in found for n in range(1, path.count("/") + 1)}
    return (
        paths == sorted(paths) == sorted(paths, key=lambda path: path.split("/"))
        and len(set(found)) == len(found)
        and not above & set(found)
    )


def numbered(paths: list[str]) -> list[str]:
    width = len(str(len(paths)))
    return [f"{number:0{width}}-{path.rsplit('/', 1)[-1]}" for number, path in enumerate(paths, 1)]
