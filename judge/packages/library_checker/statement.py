"""task.md: Markdown in two languages at once, with the constants and examples that it names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from judge.packages.library_checker.info import Info
from judge.packages.package import Statement

KEYWORDS = {
    "statement": {"en": "Problem Statement", "ja": "問題文"},
    "constraints": {"en": "Constraints", "ja": "制約"},
    "input": {"en": "Input", "ja": "入力"},
    "output": {"en": "Output", "ja": "出力"},
    "sample": {"en": "Sample", "ja": "サンプル"},
}
LANGUAGES = ("en", "ja")
TOKEN = re.compile(r"\\\$|\$\$|\$|\n[ \t]*\n|@\{(\w{1,40})\.([\w.-]{1,80})\}")
FENCE = re.compile(r"^```[^`\n]*\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
BARE_HEADING = re.compile(r"^#+[ \t]*(?:Sample|サンプル)[ \t]*\n\s*(?=#|\Z)", re.MULTILINE)
FORMULA = re.compile(r"(\$[^$\n]*\$)")
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
EXAMPLE = re.compile(r"@\{example\.([\w.-]{1,80})\}")


@dataclass
class Reading:
    """How far one has come: between which signs of a formula, and in whose part."""

    language: str
    formula: str = ""
    is_others: bool = False


def read_statements(text: str, info: Info) -> tuple[dict[str, Statement], list[str]]:
    """With what of its markup isn't known."""
    unknown: dict[str, None] = {}
    spoken = LANGUAGES if "@{lang." in text else LANGUAGES[:1]
    found = {language: Statement("markdown", tidy(said(text, language, info, unknown))) for language in spoken}
    return found, [f"task.md: {mark} isn't known, and left out" for mark in unknown]


def examples(text: str) -> set[str]:
    return set(EXAMPLE.findall(text))


def said(text: str, language: str, info: Info, unknown: dict[str, None]) -> str:
    return "".join(pieces(text, Reading(language), info, unknown))


def pieces(text: str, reading: Reading, info: Info, unknown: dict[str, None]) -> Iterator[str]:
    end = 0
    for token in TOKEN.finditer(text):
        if not reading.is_others:
            yield text[end : token.start()]
        end = token.end()
        if token[1] == "lang":
            reading.is_others, reading.formula = token[2] in LANGUAGES and token[2] != reading.language, ""
        elif not reading.is_others:
            yield meaning(token, reading, info, unknown) if token[1] else sign(token[0], reading)
    if not reading.is_others:
        yield text[end:]


def sign(token: str, reading: Reading) -> str:
    if token in ("$", "$$"):
        reading.formula = "" if reading.formula == token else reading.formula or token
    elif token != r"\$" and reading.formula != "$$":
        reading.formula = ""  # no formula goes on behind an empty line
    return token


def meaning(token: re.Match, reading: Reading, info: Info, unknown: dict[str, None]) -> str:
    """Samples stand below every statement, so no example is in it."""
    kind, name = token[1], token[2]
    if kind == "keyword" and name in KEYWORDS:
        return KEYWORDS[name][reading.language]
    if kind == "param" and name in info.params:
        return number(info.params[name], bool(reading.formula))
    if kind != "example":
        unknown.setdefault(token[0])
    return ""


def number(value: int | float | str, is_formula: bool) -> str:
    """A round number as a person writes it: 2 × 10⁵, 2⁶⁰."""
    if not is_formula or not isinstance(value, int) or abs(value) < 100_000:
        return str(value)
    digits = str(value).rstrip("0")
    zeros = len(str(value)) - len(digits)
    if zeros >= 5:
        return f"10^{{{zeros}}}" if digits == "1" else rf"{digits} \times 10^{{{zeros}}}"
    if value > 0 and value & (value - 1) == 0:
        return f"2^{{{value.bit_length() - 1}}}"
    return str(value)


def tidy(text: str) -> str:
    text = BARE_HEADING.sub("", FENCE.sub(with_formulas, text.replace("\r\n", "\n")))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def with_formulas(block: re.Match) -> str:
    """A block of code shows no formula; a quotation does, and keeps the lines."""
    if "$" not in block[1]:
        return block[0]
    lines = ["".join(map(literal, FORMULA.split(line.strip()))) for line in block[1].strip("\n").split("\n")]
    return "\n".join(f"> {line}\\" if line else ">" for line in lines).removesuffix("\\") + "\n"


def literal(piece: str) -> str:
    return piece if FORMULA.fullmatch(piece) else PUNCTUATION.sub(r"\\\1", piece)
