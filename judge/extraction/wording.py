"""What was read as a statement: the text of the draft, and how it will look there."""

import re
import secrets
from collections.abc import Collection
from html import escape

from judge import statements
from judge.extraction.figures import PLACE

HEADINGS = {
    "en": ("Input", "Output", "Constraints", "Notes"),
    "ko": ("입력", "출력", "제한", "노트"),
    "ja": ("入力", "出力", "制約", "注釈"),
    "zh": ("输入", "输出", "数据范围", "说明"),
    "ru": ("Входные данные", "Выходные данные", "Ограничения", "Примечание"),
}
VARIABLE = re.compile(r"\\?[A-Za-z]\w*([_^](\w|\{[\w, +-]{1,20}\}))*")  # which may be set as mathematics


def text_of(said: dict) -> str:
    """Without its samples, which are tests."""
    titles = HEADINGS.get(said["language"].partition("-")[0], HEADINGS["en"])
    bounds = "\n".join(f"- {bound['stated']}" for bound in said["bounds"] if bound["stated"])
    parts = zip(titles, (said["input_format"], said["output_format"], bounds, said["notes"]), strict=True)
    sections = [f"## {title}\n\n{part.strip()}" for title, part in parts if part.strip()]
    return "\n\n".join([said["statement"].strip(), *sections]) + "\n"


def typeset(said: dict, images: Collection[str]) -> dict:
    """For whoever looks at it before it is a draft; "" where it can't be."""
    names = {name.rpartition(".")[0] for name in images}
    text = PLACE.sub(
        lambda found: found[0] if found[1] in names else f"**[{found[1]} is missing here]**", text_of(said)
    )
    try:
        statement = statements.render("markdown", text, images).html
    except statements.StatementError:
        statement = ""
    lines = [words for bound in said["bounds"] for words in (bound["stated"], formula(bound["variable"]))]
    found = one_by_one(lines)
    return {"statement": statement, "bounds": list(zip(found[::2], found[1::2], strict=True))}


def formula(variable: str) -> str:
    return f"${variable}$" if VARIABLE.fullmatch(variable) else variable


def one_by_one(lines: list[str]) -> list[str]:
    """The HTML of each, all of them in one go; as they are, where one of them is more than a line of text."""
    if not lines:
        return []
    mark = f"q{secrets.token_hex(8)}q"  # not to be guessed by whoever wrote them
    try:
        html = statements.render("markdown", f"\n\n{mark}\n\n".join(lines)).html
    except statements.StatementError:
        html = ""
    found = [piece.strip().removeprefix("<p>").removesuffix("</p>") for piece in html.split(f"<p>{mark}</p>")]
    return found if len(found) == len(lines) else [escape(line) for line in lines]
