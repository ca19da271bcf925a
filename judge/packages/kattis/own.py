"""algoitny.yaml: what AlgoItny knows of a problem and the format has no place for, so that an import gives it back.

Others don't read it. We read it as what it is, a file that anybody may have written: what isn't as it should be isn't
taken.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from judge import platforms
from judge.languages import LANGUAGES
from judge.packages.kattis.credits import LONGEST, MOST_AUTHORS
from judge.packages.kattis.files import Files, line, storable, words
from judge.packages.kattis.programs import OTHERS
from judge.packages.kattis.writing import CHECKERS, IMAGES, OWN, SOLUTIONS
from judge.verdict import Verdict

__all__ = ["CHECKERS", "FILE", "IMAGES", "SOLUTIONS", "Own", "OwnTest", "read_own"]

FILE = f"{OWN}.yaml"
TESTS = f"{OWN}/tests"
STANDARD = "default"  # stands for the path of what compares where no program does
ENDINGS = {"input": "in", "answer": "ans", "output": "out"}
DETAILS = {"platform": 30, "number": platforms.LONGEST, "source_url": 500}  # characters
TAG = re.compile(r"[-a-z0-9_]{1,50}")
MOST_TAGS = 20
PLACE = {"name": 300, "group": 300, "line": 1000}  # characters
ORIGINS = ("hand", "file", "script", "search")
LONGEST_PATH = 300
MOST_SCRIPT = 256 * 1024
MOST_TESTS = 100
MOST_ARGS = 20


@dataclass(frozen=True)
class OwnTest:
    """A program's own test, its files within the package."""

    files: dict[str, Path]
    accepts: bool
    name: str = ""


@dataclass(frozen=True)
class Own:
    script: str = ""
    markdown: tuple[str, ...] = ()  # the languages whose statement that is, whatever lies beside it
    headed: tuple[str, ...] = ()  # those whose TeX got a title, which legacy wants
    untitled: tuple[str, ...] = ()  # those whose \\problemname got one
    unended: tuple[str, ...] = ()  # those whose last line got an end
    titles: dict[str, str] = field(default_factory=dict)
    credits: dict = field(default_factory=dict)
    details: dict = field(default_factory=dict)  # some of a document's
    limits: dict = field(default_factory=dict)
    programs: dict[str, dict] = field(default_factory=dict)  # by path
    checker_args: tuple[str, ...] = ()  # of the program that compares
    tests: dict[str, list[OwnTest]] = field(default_factory=dict)  # by the program's path, or STANDARD
    lines: dict[str, str] = field(default_factory=dict)  # of the script, by the name of the test
    places: dict[str, dict] = field(default_factory=dict)  # what tests are called here, and where they come from
    images: dict[str, str] = field(default_factory=dict)  # what they are called here, by path
    is_there: bool = False


def read_own(files: Files) -> Own:
    if not files.has(FILE):
        return Own()
    found = files.mapping(FILE)
    return Own(
        script=storable(text(found.get("script")))[:MOST_SCRIPT],
        titles={str(lang): title(said) for lang, said in mapping(found.get("titles")).items() if title(said)},
        **{name: words(found.get(name)) for name in ("markdown", "headed", "untitled", "unended")},
        credits=credits(mapping(found.get("credits"))),
        details=details(mapping(found.get("details"))),
        limits=limits(mapping(found.get("limits"))),
        checker_args=words(found.get("checker_args"))[:MOST_ARGS],
        programs={str(path): program(mapping(about)) for path, about in mapping(found.get("programs")).items()},
        tests={str(path): own_tests(files, some) for path, some in mapping(found.get("tests")).items()},
        lines={str(name): one_line(about) for name, about in mapping(found.get("lines")).items()},
        places={str(name): place(mapping(about)) for name, about in mapping(found.get("places")).items()},
        images={str(path): text(name) for path, name in mapping(found.get("images")).items() if is_step(name)},
        is_there=True,
    )


def mapping(found: object) -> dict:
    return found if isinstance(found, dict) else {}


def text(found: object) -> str:
    return found if isinstance(found, str) else ""


def title(found: object) -> str:
    return "".join(letter for letter in storable(text(found)) if letter.isprintable() or letter == "\xa0").strip()


def one_line(found: object) -> str:
    said = storable(text(found))[:1000]
    return said if said.isprintable() else line(said)


def is_step(found: object) -> bool:
    """A name that leads nowhere else."""
    return isinstance(found, str) and 0 < len(found) <= LONGEST_PATH and found.isprintable() and is_path(found)


def is_path(found: object) -> bool:
    """Within a package."""
    if not isinstance(found, str) or not found.isprintable() or len(found) > LONGEST_PATH or storable(found) != found:
        return False
    return "\\" not in found and all(step not in ("", ".", "..") for step in found.split("/"))


def place(found: dict) -> dict:
    taken = {name: text(found[name])[:most] for name, most in PLACE.items() if isinstance(found.get(name), str)}
    taken = {name: value for name, value in taken.items() if value.isprintable() and storable(value) == value}
    return taken | ({"origin": found["origin"]} if found.get("origin") in ORIGINS else {})


def details(found: dict) -> dict:
    taken: dict = {name: line(found[name])[:most] for name, most in DETAILS.items() if isinstance(found.get(name), str)}
    if not taken.get("source_url", "http://").startswith(("http://", "https://")):
        taken["source_url"] = ""
    if isinstance(found.get("tags"), list):
        taken["tags"] = [word for word in words(found["tags"]) if TAG.fullmatch(word)][:MOST_TAGS]
    if "difficulty" in found and found["difficulty"] is None:
        taken["difficulty"] = None
    if isinstance(found.get("difficulty"), int) and 1 <= found["difficulty"] <= 10:
        taken["difficulty"] = found["difficulty"]
    return taken


def credits(found: dict) -> dict:
    """In their own words, where the format wants others."""
    known = {name: line(found.get(name))[:LONGEST] for name in ("source", "license", "rights_owner")}
    url = line(found.get("source_url"))[:LONGEST]
    people = found.get("authors")
    some = people[:MOST_AUTHORS] if isinstance(people, list) else []
    authors = [name for person in some if (name := line(person)[:LONGEST])]
    known |= {"source_url": url if url.startswith(("http://", "https://")) else ""}
    return {name: value for name, value in (known | {"authors": authors}).items() if value}


def limits(found: dict) -> dict:
    """In bytes, where the format has whole MiB; and whether files may be written, which legacy can't say."""
    files = {"files": found["files"]} if isinstance(found.get("files"), bool) else {}
    return files | {
        name: value
        for name in ("memory", "output")
        if isinstance(value := found.get(name), int) and not isinstance(value, bool) and value > 0
    }


def program(found: dict) -> dict:
    taken: dict = {name: found.get(name) is True for name in ("bounds_time", "reference")}
    if found.get("language") in {*LANGUAGES, *OTHERS}:
        taken["language"] = found["language"]
    taken["entry"] = storable(found["entry"])[:200] if isinstance(found.get("entry"), str) else None
    taken |= {"path": found["path"]} if is_path(found.get("path")) else {}
    names = mapping(found.get("files"))
    taken |= {"files": {str(path): name for path, name in names.items() if is_path(name)}} if names else {}
    known = {verdict.value for verdict in Verdict}
    taken["expected"] = [verdict for verdict in words(found.get("expected")) if verdict in known]
    by_test = {str(name): list(words(args))[:MOST_ARGS] for name, args in mapping(found.get("args_by_test")).items()}
    taken |= {"args_by_test": by_test} if by_test else {}
    return taken | {"args": list(words(found.get("args")))[:MOST_ARGS]}


def own_tests(files: Files, found: object) -> list[OwnTest]:
    tests = [own_test(files, mapping(test)) for test in (found if isinstance(found, list) else [])[:MOST_TESTS]]
    return [test for test in tests if test]


def own_test(files: Files, found: dict) -> OwnTest | None:
    named = mapping(found.get("files"))
    paths = {part: files.root / named[part] for part in ENDINGS if isinstance(named.get(part), str)}
    if "input" not in paths or not all(files.is_inside(path) for path in paths.values()):
        return None
    name = line(found["name"])[:100] if isinstance(found.get("name"), str) else paths["input"].stem
    return OwnTest(paths, found.get("accepts") is True, name)
