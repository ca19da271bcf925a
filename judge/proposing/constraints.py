"""A draft that was read by the AI knows each constraint as numbers. They count for as long as its statement says the
same: what an author has corrected there is right."""

import re
from collections.abc import Iterator

from judge.bounds import Bound, of_statements

NONE = "None was read."
AMONG = ("integer", "count")  # kinds that a statement's own chains are of: 1 ≤ n ≤ 100


def told(document: dict) -> str:
    return "\n".join(map(line, holding(document))) or NONE


def holding(document: dict) -> Iterator[dict]:
    """Whose words still stand in a statement, and which no statement contradicts."""
    statements = document["statements"].values()
    texts = [plain(statement["text"]) for statement in statements]
    now = {bound.name: bound for bound in of_statements(statements)}
    for bound in document.get("brought", {}).get("bounds", ()):
        stands = bound["stated"] and any(plain(bound["stated"]) in text for text in texts)
        if stands and not contradicts(now.get(name(bound)), bound):
            yield bound


def plain(text: str) -> str:
    return " ".join(text.split())


def name(bound: dict) -> str:
    return re.sub(r"[ ${}\\]", "", bound["variable"])


def contradicts(now: Bound | None, bound: dict) -> bool:
    if now is None or bound["kind"] not in AMONG:
        return False
    ends = ((bound["low"], now.least), (bound["high"], now.most))
    return any(here is not None and is_number(said) and int(said) != here for said, here in ends)


def is_number(said: str) -> bool:
    return bool(re.fullmatch(r"-?\d{1,40}", said))


def line(bound: dict) -> str:
    least = [f"at least {bound['low']}"] if bound["low"] else []
    most = [f"at most {bound['high']}"] if bound["high"] else []
    return f"- {bound['variable']}: {', '.join([bound['kind'], *least, *most])}"
