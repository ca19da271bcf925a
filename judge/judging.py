"""Run a program on a version's tests, in order, until it is decided."""

import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from judge import blobs, checking, compiling, events
from judge.checking import Checker
from judge.deciding import verdict_of
from judge.languages import LANGUAGES
from judge.models import ProblemVersion, Submission
from judge.models.version import Test
from judge.outcome import SHOWN, Findings, Outcome, Run
from judge.sandbox import Limits, Result
from judge.verdict import Verdict

STRETCH = 60  # seconds of judging between two checkpoints


class NoTests(Exception):
    """There is nothing to judge by."""


def judge(
    submission: Submission,
    fence: int,
    checkpoint: Callable[[Findings], None],
    report: Callable[[int, int], None] = lambda done, tests: None,
) -> Findings:
    """Compile the submission and run it on all tests that have no result yet.

    `checkpoint` is called with what was found so far whenever a stretch of about 60 s is full, `report` at each test.
    """
    return found(submission, partial(events.publish, submission.topic, fence=fence), checkpoint, report)


def found(
    submission: Submission,
    publish: Callable[..., None],
    checkpoint: Callable[[Findings], None],
    report: Callable[[int, int], None] = lambda done, tests: None,
) -> Findings:
    """As `judge`, told to whom it may concern."""
    began = time.monotonic()
    if not submission.version.test_count:
        raise NoTests(f"{submission.version} has no tests")
    publish(state="compiling")
    try:
        program = compiling.compiled(submission.language, source_files(submission))
    except compiling.CompileError as error:
        outcome = Outcome(compiled=False, compiler=str(error).encode()[:SHOWN])
    else:
        publish(state="running", tests=submission.version.test_count)
        outcome = run_all(program, submission, publish, checkpoint, report)
    return stored(outcome, began)


def run_all(program, submission, publish, checkpoint, report) -> Outcome:
    version, outcome = submission.version, resumed(submission)
    stretch_began = time.monotonic()
    for run in runs(program, version, version.all_tests()[outcome.done :]):
        outcome.record(run)
        publish(**event(run))
        report(outcome.done, version.test_count)
        if version.stops_early and run.verdict.is_failure:
            break
        if time.monotonic() - stretch_began > STRETCH:
            checkpoint(stored(outcome, stretch_began))
            stretch_began = time.monotonic()
    return outcome


def stored(outcome: Outcome, began: float) -> Findings:
    return outcome.stored(blobs.put_all, time.monotonic() - began)


def runs(program: compiling.Executable, version: ProblemVersion, tests: Iterable[Test]) -> Iterator[Run]:
    """Each test's run as it ends: one container and one checker for all of them, fresh state for each."""
    limits = limits_for(version, program.language)
    folder = "/work" if version.allows_files else "/box"
    with checking.open_checker(version) as checker, program.container(pinned=True) as box:
        for test in tests:
            command = program.command(limits, stdin=blobs.path(test.input), folder=folder)
            yield checked(box.run(command), test, checker, program.language)


def limits_for(version: ProblemVersion, language: str) -> Limits:
    """Who sleeps is stopped soon; on a busy machine an honest program waits for its turn, and has the time to."""
    cpu = version.time_limit_for(language)
    return Limits(
        cpu=cpu,
        idle=cpu + 2,
        wall=min(4 * cpu + 3, 2 * cpu + 60),
        memory=version.memory_limit,
        output=version.output_limit,
        stderr_counts=False,  # nobody compares it
    )


def checked(result: Result, test: Test, checker: Checker, language: str) -> Run:
    verdict, message = verdict_of(result, test, checker, language)
    return Run(
        number=test.number,
        input_bytes=test.input_bytes,
        is_sample=test.is_sample,
        verdict=verdict,
        cpu=result.cpu,
        wall=result.wall,
        memory=result.memory or 0,
        output=result.stdout[:SHOWN],
        output_bytes=result.stdout_size,
        stderr=result.stderr[:SHOWN],
        message=message[:SHOWN],
    )


def source_files(submission: Submission) -> dict[str, bytes]:
    name = f"main{LANGUAGES[submission.language].extensions[0]}"
    return {name: submission.source.encode()}


def event(run: Run) -> dict:
    return {
        "test": run.number,
        "verdict": run.verdict.value,
        "cpu_ms": round(run.cpu * 1000),
        "bytes": run.memory,
    }


def resumed(submission: Submission) -> Outcome:
    """What an earlier stretch has found and kept."""
    if not submission.results:
        return Outcome()
    verdicts = dict(zip(submission.results["n"], submission.results["verdict"], strict=True))
    kept = [kept_run(submission.version.test(shown["n"]), verdicts, shown) for shown in submission.evidence or []]
    return Outcome(columns=submission.results, failures=kept)


def kept_run(test: Test, verdicts: dict[int, str], shown: dict) -> Run:
    return Run(
        number=test.number,
        input_bytes=test.input_bytes,
        is_sample=test.is_sample,
        verdict=Verdict(verdicts[test.number]),
        cpu=0,
        wall=0,
        memory=0,
        output=blobs.read(shown["output"]),
        output_bytes=shown["output_bytes"],
        stderr=blobs.read(shown["stderr"]),
        message=blobs.read(shown["message"]),
    )
