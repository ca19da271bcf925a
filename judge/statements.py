"""Statements in TeX and Markdown become HTML with MathML, by pandoc, in the sandbox: what it reads is a stranger's."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import pypandoc

from judge import sandbox
from judge.markup import PREFIX, sanitised
from judge.sandbox import MIB, Command, Ending, Limits

LIMITS = Limits(cpu=10, wall=30, memory=256 * MIB, output=4 * MIB)  # one of 256 KiB takes 1.4 s and 102 MiB
READERS = {"tex": "latex", "markdown": "commonmark_x+bracketed_spans"}
MACROS = r"""
\newcommand{\problemname}[1]{}
\newcommand{\illustration}[3]{\begin{illustrated}\begin{figure}\includegraphics[width=0#1\textwidth]{#2}\caption{#3}\end{figure}\end{illustrated}}
\newcommand{\epigraph}[2]{\begin{quote}#1\par --- #2\end{quote}}
\newenvironment{Input}{\section*{Input}}{}
\newenvironment{Output}{\section*{Output}}{}
\newenvironment{Interaction}{\section*{Interaction}}{}
\newcommand{\InputFile}{\section*{Input}}
\newcommand{\OutputFile}{\section*{Output}}
\renewcommand{\t}[1]{\texttt{#1}}
"""
SAMPLES = re.compile(
    r"\\(?:nextsample|remainingsamples|displaysample\w*)\b(?:\{[^{}]*\})?|\{\{(?:next|remaining)samples?\}\}"
)
NOT_EQUAL = re.compile(r"\\not\s*=")  # drawn as two signs otherwise
PLASTEX = re.compile(r"\\ifplastex\b(.*?)(?:\\else\b.*?)?\\fi\b", re.DOTALL)
LINE = re.compile(r"\(line (\d+)")
OPTIONS = ("--mathml", f"--id-prefix={PREFIX}", "--syntax-highlighting=none")
UNCONVERTED = "Could not convert TeX math"
WARNING = "[WARNING] "


class StatementError(Exception):
    """A statement that can't be rendered, and why."""


@dataclass(frozen=True)
class Rendered:
    html: str
    warnings: tuple[str, ...] = field(default=())  # what is not shown as its author meant it


def render(form: str, text: str, images: Collection[str] = ()) -> Rendered:
    """`form` is "tex" or "markdown"; `images` are the file names that the statement may show."""
    text = SAMPLES.sub("", text)
    if form == "tex":
        text = MACROS + NOT_EQUAL.sub(r"\\neq ", PLASTEX.sub(r"\1", text))
    try:
        html, said = pandoc(READERS[form], "html5", text, *OPTIONS)
    except StatementError as error:
        raise StatementError(as_its_author_counts(str(error)) if form == "tex" else str(error)) from error
    return Rendered(sanitised(html, images), tuple(warnings(said)))


def as_its_author_counts(said: str) -> str:
    """The lines of a TeX statement are behind those of our macros."""
    return LINE.sub(lambda line: f"(line {int(line[1]) - MACROS.count(chr(10))}", said)


def plain(text: str) -> str:
    """A title without its TeX."""
    if not set(text) & set("\\${}~"):
        return text
    return " ".join(pandoc("latex", "plain", text, "--wrap=none")[0].split()) or text


def pandoc(reader: str, writer: str, text: str, *options: str) -> tuple[str, str]:
    """What it writes, and what it says about it."""
    args = ("/box/pandoc", "--sandbox", f"--from={reader}", f"--to={writer}", *options)
    with sandbox.container({"/box": folder()}, managed=True) as box:
        result = box.run(Command(args=args, stdin=text.encode(), limits=LIMITS))
    said = result.stderr.decode(errors="replace")
    if result.ending is not Ending.EXITED:
        raise StatementError(f"it is too much to render ({result.ending.value})")
    if result.exit_code:
        raise StatementError(" ".join(said.split())[:300])
    return result.stdout.decode(errors="replace"), said


def folder() -> Path:
    """Of pandoc's program, which comes in a wheel."""
    return Path(pypandoc.__file__).with_name("files")


def warnings(said: str) -> list[str]:
    """Formulas stay TeX when they can't be converted; the rest of what pandoc remarks harms nobody."""
    remarks = (" ".join(remark.split()) for remark in said.split(WARNING))
    return [remark[:200] for remark in remarks if remark.startswith(UNCONVERTED)]
