"""Statements, images, limits, and the standard comparison's own tests."""

from dataclasses import asdict

from judge.draft_programs import chosen
from judge.merging.brought import STANDARD, Brought
from judge.merging.report import Report
from judge.tokens import Flags


def merged_parts(ours: dict, theirs: dict, brought: Brought, report: Report) -> dict:
    statements = merged(ours, theirs, "statements", brought, report)
    if is_begun(ours):
        if ours["limits"] != theirs["limits"]:
            report.replace("limits")
        if compared(ours["checker"]) != compared(theirs["checker"]):
            report.replace("checker")
        if any(said and theirs["details"][name] != said for name, said in ours["details"].items()):
            report.replace("details")
    images = merged(ours, theirs, "images", brought, report)
    return {"statements": statements, "images": images, "checker": merged_checker(ours, theirs, brought)}


def compared(checker: dict) -> dict:
    """Flags that aren't said are those that are usual."""
    flags = {"flags": asdict(Flags(**checker["flags"]))} if checker["kind"] == "tokens" else {}
    return chosen(checker) | flags


def is_begun(document: dict) -> bool:
    """Anything but what a new problem begins with."""
    texts = (said["text"] for said in document["statements"].values())
    return bool(document["programs"] or document["script"] or any(texts))


def merged(ours: dict, theirs: dict, part: str, brought: Brought, report: Report) -> dict:
    kind, kept = part.removesuffix("s"), {}
    for key, value in ours[part].items():
        if value == theirs[part].get(key) or (part == "statements" and not value["text"]):
            continue
        if key in theirs[part]:
            report.replace(kind, key)
        elif brought.has(kind, key, value):
            report.drop(kind, key)
        else:
            kept[key] = value
            report.keep(kind, key)
    return theirs[part] | kept


def merged_checker(ours: dict, theirs: dict, brought: Brought) -> dict:
    before, now = ours["checker"].get("tests", ()), theirs["checker"].get("tests", [])
    tests = with_own_tests(now, before, STANDARD, brought)
    return theirs["checker"] | ({"tests": tests} if tests else {})


def with_own_tests(now: list[dict], before: list[dict], path: str, brought: Brought) -> list[dict]:
    """The package's, and those that were written here."""
    known = [{**test, "name": ""} for test in now]
    kept = [test for test in before if {**test, "name": ""} not in known and not brought.has("own test", path, test)]
    return [*now, *kept]
