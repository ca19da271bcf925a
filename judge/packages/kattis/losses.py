"""What others don't see of a problem in a package: the format has no place for it, or none that it could be put in.

All but what is said to be missing comes back to AlgoItny, by algoitny.yaml.
"""

from collections.abc import Iterator

from judge.packages.kattis import arguments
from judge.packages.kattis.layout import Layout, Source, laid_out
from judge.packages.kattis.programs import OTHERS
from judge.packages.kattis.rules import NAMED_ALIKE, spoken_by
from judge.packages.kattis.writer import is_given, license_of
from judge.packages.kattis.writing import OWN, SOLUTIONS, Placed, name_of

PICTURES = (".png", ".jpg", ".jpeg")
AS_PROGRAMS = ("c", "cpp", "python3")  # what 2025-09 takes for a validator or a checker
MOST_NAMES = 5


def losses(source: Source, format: str) -> list[str]:
    """For the author, in whole sentences."""
    is_legacy = format == "legacy"
    layout = laid_out(source, is_legacy)
    found = [*of_problem(source), *of_images(source, layout, is_legacy), *of_solutions(layout)]
    return [*found, *(of_legacy(source, layout) if is_legacy else of_modern(layout))]


def of_problem(source: Source) -> Iterator[str]:
    credits = source.document["details"]["credits"]
    if not source.document["statements"]:
        yield "There is no statement, and a package needs one."
    if credits.get("license") and not license_of(credits):
        yield f"The format doesn’t know the licence {credits['license']}."
    elif credits.get("license") and not is_given(license_of(credits), credits):
        yield "The licence isn’t said: the format wants an author, a source or an owner of the rights with it."
    if not source.columns["name"]:
        yield "There are no tests, and a package needs some."
    if not source.programs("validator"):
        yield "There is no input validator, and a package needs one."
    if not any(program["expected"] == ["AC"] for program in source.programs("solution")):
        yield "There is no solution that should be accepted, and a package needs one."


def of_images(source: Source, layout: Layout, is_legacy: bool) -> Iterator[str]:
    uses_markdown = any(said["format"] == "markdown" for said in source.document["statements"].values())
    shown = (*PICTURES, ".pdf") if is_legacy or not uses_markdown else (*PICTURES, ".svg")
    if foreign := [name for name in source.document["images"] if not name.lower().endswith(shown)]:
        yield f"The format doesn’t show images of this kind: {listed(foreign)}."
    if renamed := [name for name, path in layout.images.items() if path.rsplit("/", 1)[-1] != name or OWN in path]:
        yield f"The statement’s images have other names, or are left out: {listed(renamed)}."


def of_solutions(layout: Layout) -> Iterator[str]:
    aside = [placed for placed in layout.solutions if placed.path.startswith(SOLUTIONS)]
    if aside:
        yield f"The format has no folder for what these solutions should get: {listed(map(name, aside))}."
    crashes = [p for p in layout.solutions if p not in aside and {"MLE", "OLE"} & set(p.program["expected"])]
    if crashes:
        yield f"A memory or output limit is a run-time error in the format: {listed(map(name, crashes))}."
    foreign = [p for p in layout.solutions if p.program["language"] == "pypy3"]
    if foreign:
        yield f"PyPy is Python 3 in the format: {listed(map(name, foreign))}."


def of_legacy(source: Source, layout: Layout) -> Iterator[str]:
    if source.document["limits"]["files"]:
        yield "Legacy can’t say that programs may write files."
    if markdown := [lang for lang, said in source.document["statements"].items() if said["format"] == "markdown"]:
        yield f"Legacy has statements in TeX only: a translation stands beside the Markdown of {listed(markdown)}."
    if any(len(word.split()) != 1 for word in source.checker_args):
        yield "Legacy can’t give the checker an argument with white space in it."
    if {args for args in layout.args if arguments.sayable(layout.validators, args) is None}:
        yield (
            "Legacy has one line of arguments for all validators, or for one of them: where several get different "
            "ones, or one with white space in it, none are written."
        )
    if started := [placed for placed in layout.all if placed.program["entry"] and len(placed.files) > 1]:
        yield f"Legacy can’t say which file a program starts with: {listed(map(name, started))}."
    odd = [p for p in layout.solutions if p.program["bounds_time"] != ("/accepted/" in p.path)]
    if odd:
        yield f"In legacy the folder says which solutions the time limit must leave room for: {listed(map(name, odd))}."


def of_modern(layout: Layout) -> Iterator[str]:
    helpers = [*layout.validators, *(placed for placed in layout.checkers if not placed.path.startswith(OWN))]
    if foreign := [placed for placed in helpers if placed.program["language"] not in AS_PROGRAMS]:
        yield f"The format takes validators and checkers in C, C++ and Python 3 only: {listed(map(name, foreign))}."
    if loose := [p for p in helpers if p not in foreign and is_loose(p)]:
        yield f"The format starts a validator of several files in Python with __main__.py: {listed(map(name, loose))}."
    told = (*NAMED_ALIKE, *OTHERS, "pypy3")  # by their names or by rules, or said above
    spoken = [p for p in layout.solutions if p.program["language"] not in (spoken_by(p.program), *told)]
    if spoken:
        yield f"The format can’t say what language this is: {listed(map(name, spoken))}."


def is_loose(placed: Placed) -> bool:
    files = placed.program["files"]
    return placed.program["language"] == "python3" and len(files) > 1 and "__main__.py" not in files


def name(placed: Placed) -> str:
    return name_of(placed.program)


def listed(names) -> str:
    found = list(names)
    return ", ".join(found[:MOST_NAMES]) + (f" and {len(found) - MOST_NAMES} more" if len(found) > MOST_NAMES else "")
