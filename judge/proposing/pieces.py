"""What a person is asked about: each program of the best round that is worth it, and why the others aren't."""

from dataclasses import asdict, replace

from judge.models.text import readable
from judge.proposing.report import Kill, Probed, Report
from judge.proposing.suite import Piece, Suite, piece_of, some

MOST_TESTS = 60  # unit tests of a validator


def offered(suite: Suite, report: Report) -> tuple[list[dict], list[dict]]:
    """Documents of pieces, and of those that were caught: {"name", "role", "why"}."""
    found, caught = [], []
    for piece in suite.pieces:
        if why := refusal(piece, report):
            caught.append({"name": piece.name, "role": piece.role, "why": readable(why)})
        else:
            found.append(document(piece, report))
    return found, caught


def refusal(piece: Piece, report: Report) -> str:
    """Why nobody should be asked about it."""
    if piece.id in report.is_broken:
        return next(fault.words for fault in report.broken if fault.who == piece.id)
    if piece.role == "validator" and report.refused_samples:
        return f"It refuses a sample. {report.refused_samples[0].words}".strip()
    if piece.role == "slow" and not report.agreed and not report.disputed:
        return report.slow_fault or ("It answered no test in time." if report.unanswered else report.unrun)
    if piece.role == "generator" and not report.good.get(piece.name):
        return why_no_test(piece, report)
    return ""


def why_no_test(generator: Piece, report: Report) -> str:
    if failure := next((fault.words for fault in report.failures if fault.who == generator.id), ""):
        return failure
    if generator.lines and generator.id not in report.twins:
        return report.unrun
    return "None of its lines makes a test that isn’t there already."


def document(piece: Piece, report: Report) -> dict:
    kill = next((kill for kill in report.kills if kill.name == piece.name and not kill.own), None)
    piece = finished(piece, report, kill)
    doubts = [readable(words) for words in doubts_of(piece, report, kill)]
    return asdict(piece) | {
        "id": piece.id,
        "facts": facts(piece, report, kill),
        "doubts": doubts,
        "is_recommended": not doubts,
        "tests": [unit_test(one) for one in kept_probes(report)] if piece.role == "validator" else [],
    }


def finished(piece: Piece, report: Report, kill: Kill | None) -> Piece:
    """With what was found out about it."""
    if piece.role == "slow":
        return replace(piece, expected=("AC",) if report.within_limit else ("AC", "TLE"))
    if piece.role == "wrong" and kill and kill.tests:
        return replace(piece, expected=tuple(dict.fromkeys((*piece.expected, kill.verdict))))
    if piece.role == "generator":
        good = tuple(report.good[piece.name])
        return replace(piece, lines=good, found=tuple(line for line in piece.found if line in good))
    return piece


def facts(piece: Piece, report: Report, kill: Kill | None) -> list[str]:
    if piece.role == "validator":
        known = [one for one in report.probes if one.accepts is not None]
        damaged = [one for one in report.probes if one.accepts is None]
        return [
            f"{sum(one.is_right for one in known)} of {some(len(known), 'probe')} as they should be",
            f"{sum(one.answer == 'rejects' for one in damaged)} of {some(len(damaged), 'damaged sample')} refused",
        ]
    if piece.role == "slow":
        late = [f"not in time for {report.unanswered}"] if report.unanswered else []
        return [f"agrees with the reference on {report.agreed} of {report.agreed + report.disputed} tests", *late]
    if piece.role == "wrong":
        return [f"fails at least {kill.tests} of the tests: {kill.verdict}"] if kill and kill.tests else []
    found = [f"{len(piece.found)} of them found by a search for what the others let through"] if piece.found else []
    return [some(len(piece.lines), "valid test"), *found]


def doubts_of(piece: Piece, report: Report, kill: Kill | None) -> list[str]:
    """Why it isn't recommended."""
    if piece.role == "validator" and report.misjudged:
        return [f"It says something else than expected of {len(report.misjudged)} probes."]
    if piece.role == "validator" and not report.refused:
        asked = "It takes all that it was asked about, also what is nearly valid."
        return [asked if report.probes else "It was asked about nothing."]
    if piece.role == "slow":
        disputed = [f"It disagrees with the reference on {report.disputed} tests."] if report.disputed else []
        return [*disputed, *([report.slow_fault] if report.slow_fault else [])]
    if piece.role == "wrong" and not kill:
        return [report.unrun]
    if piece.role == "wrong" and kill and not kill.tests:
        return ["No test catches it: the tests are too weak, or it is right."]
    return []


def kept_probes(report: Report) -> list[Probed]:
    """What the validator was asked and answered as it should. Of a corruption that it refuses, too."""
    wanted = [one for one in report.probes if one.is_right and (one.accepts is not None or one.answer == "rejects")]
    return wanted[:MOST_TESTS]


def unit_test(one: Probed) -> dict:
    return {"input": one.input, "accepts": one.answer == "accepts", "why": one.why or one.by}


def piece(document: dict) -> Piece:
    return piece_of({name: document[name] for name in Piece.__dataclass_fields__ if name in document})
