"""What the AI answers. It is a stranger's word: of bounded size, plain text, and nothing of it is believed."""

import re
from decimal import Decimal, InvalidOperation
from typing import Literal

from django.utils.text import slugify
from pydantic import BaseModel, Field

from judge import own_words
from judge.extraction.source import SourceError
from judge.models.text import storable

MOST_SAMPLES, MOST_BOUNDS, MOST_TAGS = 20, 60, 10
LONGEST = {"title": 200, "statement": 100_000, "input_format": 20_000, "output_format": 20_000, "notes": 20_000}
LONGEST_SAMPLE, LONGEST_CODE, LONGEST_LINE = 64 * 1024, 64 * 1024, 300
TASKS = ("extraction", "extraction_repair")
MOST_POWER = 60  # that is written out: beyond, as it stands there
RUN = 12  # words in a row that are in our own instructions and in an answer
POWER = re.compile(r"(-?)(?:(\d{1,20})\s*(?:\*|·|×|\\cdot|\\times)\s*)?(\d{1,4})\s*(?:\^|\*\*)\s*\{?(\d{1,3})\}?")
THOUSANDS = re.compile(r"(?<=\d)(?<!\b0),(?=\d{3}(?!\d))")  # where they are parted; 0,5 is a half
FIGURE = re.compile(r"\]\((?:images/|\./)?(figure-\d{1,3})\.\w{2,4}\)")
LANGUAGE = re.compile(r"([a-z]{2,3}(?:-[a-z]{2,8})?)(?:-[a-z0-9]{1,8})*")
type Spoken = Literal["python3", "cpp", "java", "javascript"]


class Useless(SourceError):
    """The answer is none, whatever it was read from."""


class Sample(BaseModel):
    input: str = Field(description="Copied letter by letter, every line of it")
    output: str = Field(description="Copied letter by letter, every line of it")


class Bound(BaseModel):
    stated: str = Field(description="The constraint as the statement has it, formulas as TeX between $ signs")
    variable: str = Field(description="Whom it bounds, as in N or A_i")
    kind: Literal["integer", "real", "length", "count", "sum", "characters", "other"]
    low: str = Field(description="A plain decimal number, another variable's name, or empty")
    high: str = Field(description="A plain decimal number, another variable's name, or empty")


class Solution(BaseModel):
    language: Spoken
    code: str = Field(description="A whole program that reads standard input and writes standard output")


class Reading(BaseModel):
    is_problem: bool = Field(description="False when the material states no programming problem")
    title: str
    language: str = Field(description="Of the statement, as in en, ko, ja")
    statement: str = Field(description="The story and the task, in Markdown, without formats, constraints and samples")
    input_format: str
    output_format: str
    notes: str = Field(description="Explanations of samples and hints that the statement gives; or empty")
    bounds: list[Bound]
    time_limit_seconds: float = Field(description="0 when it isn't said")
    memory_limit_mib: int = Field(description="0 when it isn't said")
    samples: list[Sample]
    tags: list[str]
    difficulty: int = Field(description="1 (for beginners) to 10 (for champions); 0 when you can't tell")
    solution: Solution


class Mended(BaseModel):
    """Another try, after what the first one got wrong."""

    samples: list[Sample]
    solution: Solution


def tidy(reading: Reading) -> Reading:
    """Cut to size, and fit for a row. Raises Useless where there is nothing to be had of it."""
    refuse_leaks(reading)
    fields = {name: with_places(cut(getattr(reading, name), most)) for name, most in LONGEST.items()}
    fields["title"] = " ".join(fields["title"].split()) or "Without a title"
    fields["language"] = language_of(reading.language)
    if not reading.is_problem or not fields["statement"].strip():
        raise Useless("No programming problem was found in it.")
    return reading.model_copy(
        update=fields
        | {
            "bounds": [tidy_bound(bound) for bound in reading.bounds[:MOST_BOUNDS]],
            "samples": tidy_samples(reading.samples),
            "tags": tidy_tags(reading.tags),
            "solution": tidy_solution(reading.solution),
        }
    )


def cut(text: str, most: int) -> str:
    return storable(text)[:most].replace("\r\n", "\n")


def with_places(text: str) -> str:
    """Pictures are called as the material calls them, however the AI makes file names of that."""
    return FIGURE.sub(r"](\1)", text)


def language_of(said: str) -> str:
    """As a statement's language is written: pt_BR is pt-br, zh-Hant-TW is zh-hant."""
    found = LANGUAGE.fullmatch(said.strip().lower().replace("_", "-"))
    return found[1] if found else "en"


def tidy_samples(samples: list[Sample]) -> list[Sample]:
    kept = samples[:MOST_SAMPLES]
    return [Sample(input=cut(s.input, LONGEST_SAMPLE), output=cut(s.output, LONGEST_SAMPLE)) for s in kept]


def tidy_tags(tags: list[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, (slugify(tag)[:50] for tag in tags[:MOST_TAGS]))))


def tidy_solution(solution: Solution) -> Solution:
    return solution.model_copy(update={"code": cut(solution.code, LONGEST_CODE)})


def tidy_bound(bound: Bound) -> Bound:
    plain = {name: " ".join(cut(getattr(bound, name), LONGEST_LINE).split()) for name in ("stated", "variable")}
    return bound.model_copy(update=plain | {"low": number(bound.low), "high": number(bound.high)})


def number(said: str) -> str:
    """As digits where it is a number, however it is written; else as it is: the name of another variable."""
    text = THOUSANDS.sub("", said.strip().strip("$").replace("{,}", ",").replace("_", "")).strip()
    if (found := POWER.fullmatch(text)) and int(found[4]) <= MOST_POWER:
        sign, times, base, power = found.groups()
        return f"{sign}{int(times or 1) * int(base) ** int(power)}"
    try:
        value = Decimal(text)
    except InvalidOperation:
        return cut(said.strip(), 100)
    return f"{value:f}" if value.is_finite() and abs(value.adjusted()) < 40 else cut(said.strip(), 100)


def refuse_leaks(answer: BaseModel) -> None:
    """A page may ask for our instructions to be repeated; they are no secret, and no statement either."""
    if own_words.are_in(answer, TASKS, length=RUN):
        raise Useless("The AI repeated its instructions instead of the problem.")
