"""Drafts that say all sorts of things, for properties that hold for every one."""

from hypothesis import strategies as st

from judge.models import TestSet

SHAS = 12  # pieces of content that there are
ENDINGS = {"python3": ".py", "pypy3": ".py", "cpp": ".cpp", "c": ".c", "javascript": ".js"}
FOLDERS = {
    "solution": ("submissions", "submissions/accepted", "submissions/odd folder"),
    "validator": ("input_validators",),
    "checker": ("output_validators", "output_validator"),
    "generator": ("generators",),
}
VERDICTS = ("AC", "WA", "TLE", "RTE", "MLE", "OLE", "CE")
LETTERS = st.characters(codec="utf-8", exclude_categories=("C", "Z"))
ODD = st.text(LETTERS, min_size=1, max_size=12).filter(lambda name: not set(name) & set("/\\") and name.strip("."))
PLAIN = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,12}", fullmatch=True)
STEM = PLAIN | ODD
TITLE = st.text(LETTERS | st.just(" "), min_size=1, max_size=40).map(str.strip).filter(bool)
NAME = TITLE.map(lambda name: " ".join(name.split()))
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\ufeff"), max_size=200)
WORD = st.text(LETTERS | st.just(" "), min_size=1, max_size=8)
ARGS = st.lists(WORD, max_size=3)
LINE = st.text(LETTERS, min_size=1, max_size=20)


def sha(number):
    """Stands for the hash of the piece of that number."""
    return f"#{number}"


CONTENT = st.integers(0, SHAS - 1).map(sha)


@st.composite
def own_tests(draw, is_checkers):
    return {
        "input": draw(CONTENT),
        "answer": draw(CONTENT) if is_checkers else None,
        "output": draw(CONTENT) if is_checkers else None,
        "accepts": draw(st.booleans()),
        "name": draw(st.just("") | PLAIN),
    }


@st.composite
def programs(draw, role, names):
    language = draw(st.sampled_from(sorted(ENDINGS)))
    is_solution = role == "solution"
    several = draw(st.booleans())
    stems = draw(st.lists(STEM, min_size=2 if several else 1, max_size=3 if several else 1, unique_by=str.lower))
    files = {f"{stem}{ENDINGS[language]}": draw(CONTENT) for stem in stems}
    name = draw(STEM) if several else next(iter(files))
    path = f"{draw(st.sampled_from(FOLDERS[role]))}/{name}"
    return {
        "role": role,
        "path": path,
        "language": language,
        "entry": draw(st.none() | st.sampled_from(sorted(files))),
        "files": files,
        "expected": draw(st.lists(st.sampled_from(VERDICTS), unique=True, max_size=3)) if is_solution else [],
        "bounds_time": is_solution and draw(st.booleans()),
        "args": draw(ARGS) if role in ("validator", "checker") else [],
        "reference": False,
        "tests": draw(st.lists(own_tests(role == "checker"), max_size=2)) if role in ("validator", "checker") else [],
    } | (differing(draw, names) if role == "validator" else {})


def differing(draw, names):
    """What a validator gets depends on the test, or not."""
    if not names or not draw(st.booleans()):
        return {}
    found = {name: draw(ARGS) for name in names}
    return {"args": [], "args_by_test": found} if len(set(map(tuple, found.values()))) > 1 else {}


@st.composite
def columns(draw):
    names = draw(st.lists(STEM, min_size=1, max_size=5, unique=True))
    many = len(names)
    origins = [draw(st.sampled_from(["hand", "file", "script", "search"])) for _ in names]
    found = {
        "name": names,
        "group": [draw(st.sampled_from(["", "big ones", "a", "a/b", "secret/large", "크다"])) for _ in names],
        "input": [draw(CONTENT) for _ in names],
        "answer": [draw(CONTENT) for _ in names],
        "sample": sorted((draw(st.integers(0, 1)) for _ in names[1:]), reverse=True) + [0],
        "origin": origins,
        "line": [draw(LINE) if origin in ("script", "search") else "" for origin in origins],
    }
    empty = {name: [""] * many for name in ("made", "valid", "answered")}
    return TestSet.nothing() | found | empty | {name: [1] * many for name in ("input_bytes", "answer_bytes")}


TEXTS = ("\\problemname{Mine}\nText.\n", "\\problemname{}\nText.\n", "No end")


@st.composite
def statements(draw):
    languages = draw(st.lists(st.sampled_from(["en", "ko", "pt-BR"]), min_size=1, unique=True))
    return {
        language: {
            "title": draw(TITLE),
            "format": draw(st.sampled_from(["markdown", "tex"])),
            "text": draw(
                TEXT | st.just("\\problemname{Mine}\nText.\n") | st.just("No end") | st.just("\\problemname{}\nText.\n")
            ),
        }
        for language in languages
    }


FLAGS = st.fixed_dictionaries(
    {
        "case_sensitive": st.booleans(),
        "space_change_sensitive": st.booleans(),
        "absolute": st.just(-1) | st.floats(0, 1),
        "relative": st.just(-1) | st.floats(0, 1),
    }
)
DETAILS = st.fixed_dictionaries(
    {
        "tags": st.lists(st.from_regex(r"[a-z0-9]{1,9}", fullmatch=True), unique=True, max_size=4),
        "difficulty": st.none() | st.integers(1, 10),
        "platform": st.sampled_from(["", "baekjoon"]),
        "number": st.sampled_from(["", "1000"]),
        "source_url": st.sampled_from(["", "https://www.acmicpc.net/problem/1000"]),
        "credits": st.fixed_dictionaries(
            {},
            optional={
                "authors": st.lists(NAME, min_size=1, max_size=3),
                "source": NAME,
                "source_url": st.just("https://example.org/"),
                "license": st.sampled_from(["cc by", "CC BY-SA 4.0", "public domain", "MIT"]),
                "rights_owner": NAME,
            },
        ),
    }
)
LIMITS = st.fixed_dictionaries(
    {
        "time": st.sampled_from([0.1, 1, 1.5, 2.25, 3.3333, 10]) | st.floats(0.01, 20),
        "memory": st.integers(1, 2**32),
        "output": st.integers(1, 2**26),
        "files": st.booleans(),
    }
)


@st.composite
def drafts(draw):
    """(document, columns): as the workshop keeps them, with stand-ins for hashes."""
    tests = draw(columns())
    roles = ["solution", "validator", *draw(st.lists(st.sampled_from(sorted(FOLDERS)), max_size=4))]
    found = [draw(programs(role, tests["name"])) for role in roles]
    found[0] |= {"expected": ["AC"], "reference": True}
    unique = {(program["path"]): program for program in found}
    by_name = {(p["role"], p["path"].rsplit("/", 1)[-1]): p for p in unique.values()}
    some = [program for program in unique.values() if program in by_name.values()]
    checkers = [program for program in some if program["role"] == "checker"]
    standard = {"kind": "tokens", "flags": draw(FLAGS)}
    checker = {"kind": "program", "path": checkers[0]["path"], "args": draw(ARGS)} if checkers else standard
    document = {
        "v": 1,
        "statements": draw(statements()),
        "images": draw(st.dictionaries(st.sampled_from(["a.png", "problem.png", "b-1.jpg", "c.svg"]), CONTENT)),
        "limits": draw(LIMITS),
        "details": draw(DETAILS),
        "checker": checker,
        "programs": some,
        "script": draw(TEXT),
    }
    return document, tests


def with_hashes(value, known):
    """Stand-ins become the hashes of pieces that are stored."""
    if isinstance(value, dict):
        return {key: with_hashes(inner, known) for key, inner in value.items()}
    if isinstance(value, list):
        return [with_hashes(inner, known) for inner in value]
    return known.get(value, value) if isinstance(value, str) else value
