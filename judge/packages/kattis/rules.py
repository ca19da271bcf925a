"""submissions.yaml: what 2025-09 says of solutions beside the folder that they lie in."""

from judge.languages import detect
from judge.packages.kattis.writing import OWN, SEVERAL, Placed

IN_YAML = {"MLE": "RTE", "OLE": "RTE"}  # what the format has no word for
ORDER = ("AC", "WA", "TLE", "RTE")
BOUNDING = ("accepted", "wrong_answer", "run_time_error")  # by what the format says of these folders
NAMED_ALIKE = ("c", "cpp", "java", "python3", "javascript", "rust", "go", "haskell", "pascal")


def rules(solutions: list[Placed]) -> dict[str, dict]:
    """What is opted out of bounding the time is so by folder, since a folder's own rule still holds for its files."""
    seen = [placed for placed in solutions if not placed.path.startswith(OWN)]
    folders = {folder(placed) for placed in seen if folder(placed) in BOUNDING and not placed.program["bounds_time"]}
    found = {name: {"use_for_time_limit": False} for name in sorted(folders)}
    for placed in seen:
        if said := rule(placed, folder(placed) in folders):
            found[placed.path.removeprefix("submissions/")] = said
    return found


def folder(placed: Placed) -> str:
    return placed.path.split("/")[1]


def rule(placed: Placed, opts_in: bool) -> dict:
    program, said = placed.program, {}
    if folder(placed) == SEVERAL:
        said = verdicts(program["expected"]) | bounding(program)
    elif opts_in and program["bounds_time"]:
        said["use_for_time_limit"] = "lower"
    if program["entry"]:
        said["entrypoint"] = program["entry"]
    if (spoken := program["language"]) in NAMED_ALIKE and spoken != spoken_by(program):
        said["language"] = spoken
    return said


def verdicts(expected: list[str]) -> dict[str, list[str]]:
    """The format speaks of every test: those that pass are permitted to one that must fail."""
    found = {IN_YAML.get(verdict, verdict) for verdict in expected}
    permitted = [verdict for verdict in ORDER if verdict in found | {"AC"}] if found else []
    required = [verdict for verdict in permitted if verdict in found] if "AC" not in found else []
    return {name: words for name, words in (("permitted", permitted), ("required", required)) if words}


def bounding(program: dict) -> dict:
    """By itself one bounds the time that may never be too slow."""
    does = bool(program["expected"]) and "TLE" not in program["expected"]
    if does == program["bounds_time"] or (program["bounds_time"] and "TLE" in program["expected"]):
        return {}
    return {"use_for_time_limit": "lower" if program["bounds_time"] else False}


def spoken_by(program: dict) -> str:
    found = detect(list(program["files"]))
    return found.key if found else ""
