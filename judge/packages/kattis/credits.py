"""Who made a problem, where it comes from, and what may be done with it."""

import re

from judge.packages.kattis.files import line

LONGEST = 300  # characters of a name
MOST_AUTHORS = 50
BETWEEN = re.compile(r",|;|\band\b")
EMAIL = re.compile(r"\s*<[^<>]*>")


def read_credits(said: dict) -> dict:
    """What problem.yaml says; see ProblemVersion's credits."""
    found = {
        "authors": authors(said),
        **source(said),
        "license": text(said.get("license")),
        "rights_owner": text(said.get("rights_owner")),
    }
    return {name: value for name, value in found.items() if value and value != "unknown"}


def authors(said: dict) -> list[str]:
    """Legacy: names in one string. 2025-09: persons, each a string or a mapping, without what finds them."""
    credits = said.get("credits", said.get("author"))
    people = credits.get("authors") if isinstance(credits, dict) else credits
    if isinstance(people, str) and "credits" not in said:
        people = BETWEEN.split(people)
    people = people if isinstance(people, list) else [people]
    return [name for person in people[:MOST_AUTHORS] if (name := person_name(person))]


def person_name(said: object) -> str:
    return EMAIL.sub("", text(said.get("name") if isinstance(said, dict) else said))


def source(said: dict) -> dict[str, str]:
    """The first, when there are several."""
    found = said.get("source")
    found = found[0] if isinstance(found, list) and found else found
    if not isinstance(found, dict):
        found = {"name": found, "url": said.get("source_url")}
    url = text(found.get("url"))
    return {"source": text(found.get("name")), "source_url": url if url.startswith(("http://", "https://")) else ""}


def text(said: object) -> str:
    return line(said)[:LONGEST]
