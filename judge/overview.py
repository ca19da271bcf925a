"""What a validator that is written with testlib tells of its own variables: which ends of their bounds an input hits.

Only those that it reads under a name of letters count. Testlib writes them into a file when it is asked to.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from judge import blobs
from judge.sandbox import Ending
from judge.validating import LIMITS, Validator

LOG = "overview.log"
MOST_HEAD = 64 * 1024  # bytes in which a source says what it includes
HITS = re.compile(r'^"(?P<name>[^"\n]+)":(?P<min> min-value-hit)?(?P<max> max-value-hit)?\s*$', re.MULTILINE)
NUMBER = r"-?\d[\d']*(?:LL|ll|L|l)?|\(?\s*int\s*\)?\s*\(?1e\d+\)?"
READ = re.compile(
    rf'\bread(?:Int|Long|Ints|Longs|Integer)\s*\((?:[^(),"]*,)?'
    rf'\s*(?P<least>{NUMBER})\s*,\s*(?P<most>{NUMBER})\s*,\s*"(?P<name>\w+)"'
)


@dataclass(frozen=True)
class Hit:
    has_least: bool
    has_most: bool


def is_testlib(program: Mapping) -> bool:
    own = [sha for name, sha in program["files"].items() if name != "testlib.h"]
    return any(b"testlib.h" in blobs.read(sha, MOST_HEAD) for sha in own)


def hits(validator: Validator, input: Path, args: Iterable[str] = ()) -> dict[str, Hit]:
    """By name. Nothing from one that refuses the input, or that doesn't know the question."""
    words = [*args, "--testOverviewLogFileName", LOG]
    result = validator.box.run(validator.program.command(LIMITS, *words, stdin=input, collect=(LOG,)))
    if result.ending is not Ending.EXITED:
        return {}
    return parsed(result.files.get(LOG, b"").decode(errors="replace"))


def parsed(log: str) -> dict[str, Hit]:
    return {found["name"]: Hit(bool(found["min"]), bool(found["max"])) for found in HITS.finditer(log)}


def constants(source: str) -> dict[str, tuple[int, int]]:
    """The bounds of its variables, where its source has them in numbers."""
    return {found["name"]: (number(found["least"]), number(found["most"])) for found in READ.finditer(source)}


def number(words: str) -> int:
    words = re.sub(r"[()'Ll\s]|int", "", words)
    return int(float(words)) if "e" in words else int(words)
