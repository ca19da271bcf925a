r"""Between which constants a statement says that its variables are: `$1 \le n, m \le 2 \cdot 10^5$`.

Pure. What isn't understood, or depends on another variable, is left out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import prod

MOST_EXPONENT = 64
MOST_WORDS = 40
MOST_TEXT = 200_000  # characters of a statement that are looked at

DEFINED = re.compile(r"\\(?:newcommand\*?\s*\{?|def\s*)(\\[A-Za-z]+)\}?\s*\{([^{}]{1,40})\}")
COMMAND = re.compile(r"\\[A-Za-z]+")
HEADING = re.compile(
    r"^\s*(?:#+\s*(?P<md>.+)|\\(?:sub)*section\*?\{(?P<tex>[^{}]*)\}|\\begin\{(?P<env>Input|Output)\}|\*\*(?P<bold>[^*]+)\*\*)",
    re.MULTILINE,
)
INPUT = re.compile(r"input|입력|入力", re.IGNORECASE)
TELLING = re.compile(r"constraint|input|limits|subtask|scoring|제한|입력|制約|入力", re.IGNORECASE)

INTEGER = r"\d{1,3}(?:,\d{3})+|\d+"
FACTOR = rf"(?:{INTEGER})(?:e\d+|(?:\^|\*\*)(?:\d|\{{ *\d+ *\}}))?"
VALUE = rf"-? *{FACTOR}(?: *(?:\\cdot|\\times|\*|×) *{FACTOR})*(?: *[+-] *\d+)?(?![\w^*{{]|\.\d)"
SUBSCRIPT = r"(?:_(?:\{[^{}]*\}|\\?[A-Za-z]+|\d))"
NAMED = r"\\(?!(?:leq?|leqslant|lt|sum|max|min|gcd|times|cdot)(?![A-Za-z]))[A-Za-z]+"
PLAIN = rf"(?:{NAMED}|[A-Za-z](?![A-Za-z0-9])|[a-z][a-z0-9]{{2,20}}){SUBSCRIPT}?'*"  # two letters are a product
NAME = rf"(?:\| *{PLAIN} *\||{PLAIN})"
STRICT = r"<(?!=)|\\lt(?![A-Za-z])"
LOOSE = r"\\leq?(?:slant)?(?![A-Za-z])|≤|⩽|<="
RELATION = rf"(?:{STRICT}|{LOOSE})"
CHAIN = re.compile(
    rf"(?<![\w^{{.*+-])(?P<least>{VALUE}) *(?P<from>{RELATION}) *"
    rf"(?P<names>{NAME}(?: *(?:,|{LOOSE}) *{NAME})*) *(?P<to>{RELATION}) *(?P<most>{VALUE})"
)
ALONE = re.compile(rf"(?P<before>{RELATION} *)?(?P<name>\| *{PLAIN} *\|) *(?P<to>{RELATION}) *(?P<most>{VALUE})")
CLOSE, WIDE = re.compile(r"\\[,!]|\{,\}"), re.compile(r"\\[;:> ]|~|\t|&nbsp;|\\(?:left|right|q?quad)(?![A-Za-z])")
FACES = re.compile(r"\\(?:text|texttt|textit|mathit|mathrm|mathtt|operatorname|ensuremath)\s*\{([^{}]*)\}")
BARS = re.compile(r"\\[lr]?[vV]ert(?![A-Za-z])|\\mid(?![A-Za-z])|\\\|")
BULLET = re.compile(r"^ *[-*+] +", re.MULTILINE)
ENTITIES = {"&lt;": "<", "&le;": "≤", "\N{MINUS SIGN}": "-", "$": "\n", r"\(": "\n", r"\)": "\n"}


@dataclass(frozen=True, order=True)
class Bound:
    """Of a value or, between bars, of a size: which of them `|s|` is nobody says. Both are included."""

    name: str
    least: int | None
    most: int

    @property
    def has_bars(self) -> bool:
        return self.name.startswith("|")

    @property
    def ends(self) -> tuple[int, ...]:
        return (self.most,) if self.least is None else (self.least, self.most)


def bounds(text: str) -> list[Bound]:
    """In the statement's order; of a name that has several, as with subtasks, the widest."""
    found: dict[str, Bound] = {}
    for bound in chains(plain(telling(expanded(text[:MOST_TEXT])))):
        known = found.get(bound.name)
        found[bound.name] = wider(known, bound) if known else bound
    return list(found.values())


def of_statements(statements: Iterable[dict]) -> list[Bound]:
    """Of a draft's, in all its languages: what one of them says holds."""
    found: dict[str, Bound] = {}
    for statement in statements:
        for bound in bounds(statement["text"]):
            found.setdefault(bound.name, bound)
    return list(found.values())


def expanded(text: str) -> str:
    """With the statement's own TeX commands in place, as far as they are plain numbers and the like."""
    known = dict(DEFINED.findall(text))
    if not known:
        return text
    return COMMAND.sub(lambda found: f" {known[found[0]]} " if found[0] in known else found[0], text)


def telling(text: str) -> str:
    return "\n".join(sections(text, TELLING)) or text


def sections(text: str, about: re.Pattern) -> list[str]:
    """The parts under such headings."""
    heads = list(HEADING.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return [text[head.end() : end] for head, end in zip(heads, ends, strict=False) if about.search(title(head))]


def title(head: re.Match) -> str:
    return next(filter(None, head.groupdict().values()), "")


def plain(text: str) -> str:
    """Without what is there to look at only; each formula on a line of its own."""
    text = BULLET.sub("", FACES.sub(r"\1", text))
    for entity, letter in ENTITIES.items():
        text = text.replace(entity, letter)
    return re.sub(" *_ *", "_", BARS.sub("|", WIDE.sub(" ", CLOSE.sub("", text))))


def chains(text: str) -> Iterator[Bound]:
    for found in CHAIN.finditer(text):
        least, most = value(found["least"], is_strict(found["from"])), value(found["most"], -is_strict(found["to"]))
        if least is not None and most is not None and least <= most:
            yield from (Bound(name, least, most) for name in names(found["names"]))
    for found in ALONE.finditer(text):
        most = value(found["most"], -is_strict(found["to"]))
        if most is not None and not found["before"]:
            yield from (Bound(name, None, most) for name in names(found["name"]))


def is_strict(relation: str) -> int:
    return int(bool(re.fullmatch(STRICT, relation)))


def names(listed: str) -> list[str]:
    return [re.sub(r"[ {}\\]", "", name) for name in re.findall(NAME, re.sub(LOOSE, ",", listed))]


def value(words: str, more: int = 0) -> int | None:
    """Of 2 \\cdot 10^5 + 1. None: of a size that no input has."""
    words = words.replace("\\cdot", "*").replace("\\times", "*").replace("×", "*").replace("**", "^")
    words = re.sub(r" |,(?=\d{3})", "", words)
    sign = -1 if words.startswith("-") else 1
    found = re.fullmatch(r"-?([^+-]*)([+-]\d+)?", words)
    assert found, "VALUE is this and less"
    factors = [power(factor) for factor in found[1].split("*")]
    if None in factors or len(words) > MOST_WORDS:
        return None
    return sign * prod(filter(None, factors)) * all(factors) + int(found[2] or 0) + more


def power(factor: str) -> int | None:
    base, _, exponent = factor.replace("e", "*10^").partition("^")
    first, _, ten = base.partition("*")
    times = int(exponent.strip("{}") or 1)
    if times > MOST_EXPONENT:
        return None
    return int(first) * int(ten) ** times if ten else int(first) ** times


def wider(one: Bound, other: Bound) -> Bound:
    leasts = [bound.least for bound in (one, other) if bound.least is not None]
    return Bound(one.name, min(leasts, default=None), max(one.most, other.most))
