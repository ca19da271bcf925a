"""Code as tokens whose names are all alike, so that renaming hides nothing. Pure."""

import re

TOKEN = re.compile(r"[^\W\d]\w*|\d[\w.]*|[-+*/%&|^<>=!]=|<<|>>|&&|\|\||\+\+|--|->|::|\*\*|[^\s\w`]")
BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.S)
LINE_COMMENT = re.compile(r"//[^\n]*|#(?!\s*(?:include|define|if|endif|pragma))[^\n]*")
NAME = "n"
WORDS = """
and as async await auto bool boolean break case catch char class const continue def default del do double elif else enum
except extern false finally float fn for foreach func function global goto if impl import in include int interface is
lambda let long loop map match mut namespace new nil none not null operator or pass print private public raise range
return short signed sizeof static std string struct super switch template this throw true try type typedef typename
union unsigned using var vector void while with yield
"""
KEYWORDS = frozenset(WORDS.split())


def tokens(code: str) -> list[str]:
    return [token if is_itself(token) else NAME for token in TOKEN.findall(code)]


def is_itself(token: str) -> bool:
    return token.lower() in KEYWORDS or not (token[0].isalpha() or token[0] == "_")


def without_comments(code: str) -> str:
    return LINE_COMMENT.sub(" ", BLOCK_COMMENT.sub(" ", code))


def runs(code: str, length: int) -> set[tuple[str, ...]]:
    """Each run of so many tokens, with the comments and without."""
    found: set[tuple[str, ...]] = set()
    for version in {code, BLOCK_COMMENT.sub(" ", code), without_comments(code)}:
        listed = tokens(version)
        found |= {tuple(listed[at : at + length]) for at in range(len(listed) - length + 1)}
    return found
