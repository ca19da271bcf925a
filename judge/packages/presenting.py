"""What of a package a solver reads: titles, statements, images, samples."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from judge import pictures, statements
from judge.packages.package import Package, PackageError, TestCase

LONGEST_TITLE = 200
MOST_SAMPLE = 64 * 1024  # characters


@dataclass(frozen=True)
class Page:
    titles: dict[str, str]  # by language
    statements: dict[str, str]  # HTML, by language
    images: dict[str, bytes]
    samples: list[dict[str, str]]
    credits: dict
    remarks: tuple[str, ...]  # on what isn't shown as it was meant


def presented(package: Package) -> Page:
    images, undrawn = figures(package)
    try:
        titles = {language: title[:LONGEST_TITLE] for language, title in titles_of(package).items()}
        credits = package.credits if package.is_own else package.credits | without_tex(package.credits)
        rendered, unconverted = texts(package, images)
    except statements.StatementError as error:
        raise PackageError(f"the statement can't be rendered: {error}") from error
    shown = [sample(case, case.answer) for case in package.tests if case.is_sample and case.answer]
    return Page(titles, rendered, images, shown, credits, (*undrawn, *unconverted))


def titles_of(package: Package) -> dict[str, str]:
    """As text. Ours are no TeX, whatever signs are in them."""
    own = package.draft.get("titles", {})
    return {lang: own.get(lang) or statements.plain(title) for lang, title in package.titles.items()}


def without_tex(credits: dict) -> dict:
    """Authors whose names have accents wrote them as TeX."""
    return {"authors": [statements.plain(name) for name in credits["authors"]]} if "authors" in credits else {}


def figures(package: Package) -> tuple[dict[str, bytes], list[str]]:
    """The images as a page can show them, and which of them can't be."""
    images, remarks = {}, []
    for name, data in package.images.items():
        if not name.lower().endswith(".pdf"):
            images[name] = data
            continue
        try:
            images[f"{name}.png"] = pictures.png(data)
        except pictures.PictureError as error:
            remarks.append(f"the figure {name} isn't shown: {error}")
    return images, remarks


def texts(package: Package, images: Collection[str]) -> tuple[dict[str, str], list[str]]:
    """HTML by language, and the formulas that stayed TeX."""
    rendered, remarks = {}, []
    for language, statement in package.statements.items():
        found = statements.render(statement.format, statement.text, images)
        rendered[language] = found.html
        remarks += [f"the statement in {language}: {warning}" for warning in found.warnings]
    return rendered, remarks


def sample(case: TestCase, answer: Path) -> dict[str, str]:
    return {"input": text(case.shown_input or case.input), "answer": text(case.shown_answer or answer)}


def text(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(MOST_SAMPLE).replace("\0", "\N{REPLACEMENT CHARACTER}")
