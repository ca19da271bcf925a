"""Code as tokens whose names are all alike, so that neither renaming nor reformatting hides anything. Pure."""

import re
from collections.abc import Iterator, Sequence

TOKEN = re.compile(r"[^\W\d]\w*|\d[\w.]*|[-+*/%&|^<>=!]=|<<|>>|&&|\|\||\+\+|--|->|::|\*\*|[^\s\w`]")
STRING = r"\"(?:\\.|[^\"\\\n])*\"|(?<!\w)'(?:\\.|[^'\\\n])*'"
LONG_STRING = r"\"{3}.*?\"{3}|'{3}.*?'{3}"
SLASHES = re.compile(rf"({STRING})|/\*.*?\*/|//[^\n]*", re.S)
HASHES = re.compile(rf"{LONG_STRING}|({STRING})|#(?!\s*(?:include|define|if|endif|pragma)\b)[^\n]*", re.S)
HASHED = ("python3", "pypy3", "ruby", "perl")  # languages
NAME = "n"
WORDS = """
and as async await auto bool boolean break case catch char class const continue def default del do double elif else enum
except extern false finally float fn for foreach func function global goto if impl import in include int interface is
lambda let long loop map match mut namespace new nil none not null operator or pass print private public raise range
return short signed sizeof static std string struct super switch template this throw true try type typedef typename
union unsigned using var vector void while with yield
"""
KEYWORDS = frozenset(WORDS.split())
OF_PROSE = frozenset('".,?!')

Run = tuple[str, ...]


def tokens(code: str) -> list[str]:
    return [alike(token) for token in TOKEN.findall(code)]


def alike(token: str) -> str:
    if token == "'":
        return '"'
    is_name = token[0].isalpha() or token[0] == "_"
    return NAME if is_name and token.lower() not in KEYWORDS else token


def of_program(source: str, language: str) -> list[str]:
    """Without comments and without what stands in strings: nobody has to find these words again to copy it."""
    return tokens(bare(source, HASHES if language in HASHED else SLASHES))


def of_text(text: str) -> list[list[str]]:
    """As it stands, and as each kind of language would read it: where there is code in it, nobody knows of which."""
    hashless = bare(text, HASHES)
    readings = (text, hashless, bare(text, SLASHES), bare(hashless, SLASHES))
    return [tokens(reading) for reading in dict.fromkeys(readings)]


def bare(code: str, comments: re.Pattern) -> str:
    return comments.sub(lambda found: '""' if found[1] else " ", code)


def runs(tokens: Sequence[str], length: int) -> Iterator[Run]:
    return (tuple(tokens[at : at + length]) for at in range(len(tokens) - length + 1))


def is_code(run: Run) -> bool:
    """Words alone are prose: nobody needs a hint to write twelve names in a row."""
    return any(not (token[0].isalnum() or token in OF_PROSE) for token in run)
