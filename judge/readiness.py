"""What a draft lacks before it may be published, and what would make it better: item by item, each where it is mended.

From the document, and from what jobs have found of this very content: two statements, however much there is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from judge import program_checks, script, trials
from judge.languages import LANGUAGES, installed
from judge.models import Problem, ProblemVersion, ProgramCheck, Revision, Trial
from judge.standing import NO, OLD, Standing, owed
from judge.testsets import rows

NAMED = 5  # programs and tests in a sentence
ROOM = 2  # so many times what the slowest right solution takes, as packages have it
SPOKEN = {"en": "English", "ko": "Korean"}
LEAST = {"memory": 8 * 2**20, "output": 2**20}  # bytes
MIB = 2**20


class State(StrEnum):
    DONE = "done"
    OPEN = "open"
    UNKNOWN = "unknown"  # a job can find out


@dataclass(frozen=True)
class Item:
    words: str
    page: str  # of the workshop, where it is mended
    state: State = State.DONE
    is_blocking: bool = True
    path: str = ""  # of the program that it is about
    job: str = ""  # what finds it out


@dataclass(frozen=True)
class Tried:
    """A solution beside what it got."""

    program: dict
    trial: Trial | None

    @property
    def name(self) -> str:
        return name_of(self.program)

    @property
    def is_installed(self) -> bool:
        return self.program["language"] in installed()

    @property
    def agrees(self) -> bool | None:
        """None: it has not been run, or whatever it gets is right."""
        return trials.agreed(self.trial, self.program) if self.trial else None

    @property
    def is_unknown(self) -> bool:
        return self.is_installed and self.trial is None


class Readiness:
    def __init__(self, problem: Problem, draft: Revision):
        self.problem, self.draft, self.document = problem, draft, draft.document
        asked = trials.wanted(problem, draft)
        found = trials.known(problem, set(asked.values()))
        self.solutions = [Tried(p, found.get(asked.get(p["path"], ""))) for p in draft.programs("solution")]
        self.checks = program_checks.known(problem, program_checks.is_asked(self.document))

    @cached_property
    def items(self) -> list[Item]:
        return [
            *statement(self.draft),
            *limits(self.document["limits"]),
            *checker(self.draft),
            *languages(self.document["programs"]),
            *own_tests(self.document, self.checks),
            *tests(self.draft),
            *self.reference(),
            *self.expectations(),
            *about(self.draft),
            *programs(self.draft),
            *unused(self.draft),
            *self.room(),
        ]

    @cached_property
    def blocking(self) -> list[Item]:
        """What is open, and what nobody knows yet."""
        left = [item for item in self.items if item.is_blocking and item.state != State.DONE]
        return sorted(left, key=lambda item: item.state == State.UNKNOWN)

    @cached_property
    def advice(self) -> list[Item]:
        return [item for item in self.items if not item.is_blocking and item.state != State.DONE]

    @cached_property
    def done(self) -> list[Item]:
        return [item for item in self.items if item.state == State.DONE]

    @property
    def is_ready(self) -> bool:
        return not self.blocking

    def reference(self) -> Iterator[Item]:
        chosen = next((tried for tried in self.solutions if tried.program["reference"]), None)
        if chosen is None:
            yield Item("No solution is chosen as the reference, which writes the answers.", "solutions", State.OPEN)
        elif chosen.trial and chosen.trial.verdict != "AC":
            words = f"The reference, {chosen.name}, gets “{chosen.trial.get_verdict_display()}”."
            yield Item(words, "solutions", State.OPEN, path=chosen.program["path"])
        elif chosen.trial:
            yield Item(f"The reference, {chosen.name}, passes every test.", "solutions")
        elif chosen.is_installed:
            yield self.not_run(f"Whether the reference, {chosen.name}, passes every test isn’t known")

    def expectations(self) -> Iterator[Item]:
        others = [tried for tried in self.solutions if not tried.program["reference"]]
        wrong = [tried for tried in others if tried.agrees is False]
        unknown = [tried for tried in others if tried.is_unknown]
        for tried in wrong[:NAMED]:
            assert tried.trial is not None
            should = " or ".join(tried.program["expected"])
            words = f"{tried.name} should get {should}, and gets {tried.trial.verdict}."
            yield Item(words, "solutions", State.OPEN, path=tried.program["path"])
        if len(wrong) > NAMED:
            yield Item(f"{len(wrong) - NAMED} more solutions get what they should not.", "solutions", State.OPEN)
        if unknown:
            yield self.not_run(f"Whether {named(unknown)} get{plural(unknown)} what is expected isn’t known")
        elif others and not wrong:
            yield Item(f"{count(len(others), 'other solution')} get{plural(others)} what is expected.", "solutions")

    def not_run(self, words: str) -> Item:
        """The job would refuse to begin without tests and answers: these are items of their own."""
        if trials.lack(self.draft):
            return Item(f"{words}: there is nothing to run it on yet.", "tests", State.UNKNOWN)
        return Item(f"{words}: it has not been run on these tests.", "solutions", State.UNKNOWN, job="verify")

    def room(self) -> Iterator[Item]:
        """Of the time limit, above the slowest solution that it must leave room for."""
        right = [t for t in self.solutions if t.trial and t.trial.verdict == "AC" and t.program["expected"] == ["AC"]]
        bound = [tried for tried in right if tried.program["bounds_time"] or tried.program["reference"]]
        slowest = max(bound, key=self.share, default=None)
        if slowest is None or slowest.trial is None:
            return
        limit, took = self.limit_for(slowest.program["language"]), (slowest.trial.cpu_ms or 0) / 1000
        words = f"{slowest.name}, the slowest right solution, takes {took:.2f} s of {limit:g} s."
        if self.share(slowest) * ROOM > 1:
            words = f"{words} Less than {ROOM} times as much time is left: slow machines and languages may fail."
            yield Item(words, "details", State.OPEN, is_blocking=False)
        else:
            yield Item(words, "details", is_blocking=False)

    def share(self, tried: Tried) -> float:
        took = (tried.trial.cpu_ms or 0) / 1000 if tried.trial else 0
        return took / self.limit_for(tried.program["language"])

    def limit_for(self, language: str) -> float:
        """Seconds."""
        factor = self.problem.language_factors.get(language, 1)
        return min(self.document["limits"]["time"] * factor, ProblemVersion.LONGEST)


# From the document alone


def statement(draft: Revision) -> Iterator[Item]:
    written = draft.document["statements"]
    whole = [code for code, said in written.items() if said["title"].strip() and said["text"].strip()]
    if not whole:
        yield Item("The statement has no text in any language.", "statement", State.OPEN)
    else:
        yield Item(f"The statement is written in {' and '.join(SPOKEN.get(code, code) for code in whole)}.", "statement")
    for code in [*SPOKEN, *(code for code in written if code not in SPOKEN)]:
        if whole and code not in whole:
            words = f"The statement in {SPOKEN.get(code, code)} {'is empty' if code in written else 'is missing'}."
            yield Item(words, "statement", State.OPEN, is_blocking=False)


def limits(said: dict) -> Iterator[Item]:
    wrong = []
    if not 0 < said["time"] <= ProblemVersion.LONGEST:
        wrong.append(f"the time limit is {said['time']:g} s, and must be above 0 and at most {ProblemVersion.LONGEST} s")
    for name, least in LEAST.items():
        if said[name] < least:
            wrong.append(f"the {name} limit is {said[name] / MIB:g} MiB, and must be at least {least // MIB} MiB")
    words = f"{said['time']:g} s, {said['memory'] / MIB:g} MiB of memory, {said['output'] / MIB:g} MiB of output."
    yield Item(f"Limits: {'; '.join(wrong)}.", "details", State.OPEN) if wrong else Item(words, "details")


def checker(draft: Revision) -> Iterator[Item]:
    said = draft.document["checker"]
    if said["kind"] == "program" and not draft.program(said["path"]):
        yield Item(f"The checker {said['path']} is not there any more: choose another one.", "checker", State.OPEN)


def languages(programs: list[dict]) -> Iterator[Item]:
    missing: dict[str, list[dict]] = {}
    for program in programs:
        if program["language"] not in installed():
            missing.setdefault(program["language"], []).append(program)
    for key, some in missing.items():
        spoken = LANGUAGES[key].name if key in LANGUAGES else key
        words = f"{spoken} isn’t installed here, so {listed(map(name_of, some))} can’t be run."
        yield Item(words, page_of(some[0]), State.OPEN, path=some[0]["path"])


def own_tests(document: dict, checks: dict[str, ProgramCheck]) -> Iterator[Item]:
    """Whether each program compiles, and answers its own tests as it should."""
    unknown, fine = [], 0
    for program in [*document["programs"], *program_checks.standard(document)]:
        if program and program["language"] not in installed():
            continue
        name = name_of(program) if program else "The standard comparison"
        page, path = (page_of(program), program["path"]) if program else ("checker", "")
        compiled = checks.get(program_checks.digest(program)) if program else None
        if compiled and compiled.answer == ProgramCheck.Answer.FAILS:
            if program and "CE" not in program["expected"]:
                yield Item(f"{name} doesn’t compile.", page, State.OPEN, path=path)
            continue
        asked = [(test, checks.get(test.key)) for test in program_checks.tests_of(document, program)]
        wrong = sum(check is not None and not test.agrees(check) for test, check in asked)
        if wrong:
            yield Item(f"{name} fails {wrong} of its own {count(len(asked), 'test')}.", page, State.OPEN, path=path)
        elif (program and compiled is None) or any(check is None for _, check in asked):
            unknown.append(name)
        else:
            fine += 1
    if unknown:
        words = f"Whether {listed(unknown)} compile{'s' if len(unknown) == 1 else ''} and pass their own tests isn’t known."
        yield Item(words, "solutions", State.UNKNOWN, job="check")
    elif fine:
        yield Item(f"{count(fine, 'program')} compile{'s' if fine == 1 else ''}, and answer their own tests.", "solutions")


def tests(draft: Revision) -> Iterator[Item]:
    found, standing = rows(draft.tests.columns), Standing.of(draft)
    if not found:
        yield Item("There are no tests.", "tests", State.OPEN)
        return
    samples = [row for row in found if row.sample]
    if not samples:
        yield Item("No test is a sample, which solvers see with the statement.", "tests", State.OPEN)
    elif any(row.answer is None for row in samples):
        yield Item("A sample has no answer yet.", "tests", State.OPEN)
    else:
        yield Item(f"{count(len(samples), 'sample')} with {'its answer' if len(samples) == 1 else 'answers'}.", "tests")
    yield from validity(found, standing)
    yield from answers(found, standing)
    debt = owed(draft)
    if debt.missing or debt.surplus:
        words = f"The script and the tests differ: {debt.missing} not made yet, {debt.surplus} no longer asked for."
        yield Item(words, "tests", State.OPEN, is_blocking=False)


def validity(found: list, standing: Standing) -> Iterator[Item]:
    if not standing.valid_key:
        words = "There is no validator: nothing proves that the inputs are as the statement says."
        yield Item(words, "validators", State.OPEN, is_blocking=False)
        return
    left = [row for row in found if standing.validity(row) in (NO, OLD)]
    if left:
        words = f"{count(len(left), 'input')} {'was' if len(left) == 1 else 'were'} not validated by the validators as they are now."
        yield Item(words, "tests", State.UNKNOWN, job="tests")
    else:
        yield Item("Every input is valid.", "tests")


def answers(found: list, standing: Standing) -> Iterator[Item]:
    missing = [row for row in found if row.answer is None]
    old = [row for row in found if standing.answer(row) in (OLD, "alone")]
    if missing:
        yield Item(f"{count(len(missing), 'test')} of {len(found)} have no answer.", "tests", State.OPEN, job="outputs")
    if old:
        words = f"{count(len(old), 'answer')} of {len(found)}: not all right solutions, as they are now, were asked."
        yield Item(words, "tests", State.UNKNOWN, job="outputs")
    if not missing and not old:
        yield Item(f"{count(len(found), 'test')}, all answered.", "tests")


def about(draft: Revision) -> Iterator[Item]:
    if not draft.document["details"]["tags"]:
        yield Item("It has no tags, by which solvers find it.", "details", State.OPEN, is_blocking=False)


def programs(draft: Revision) -> Iterator[Item]:
    solutions = draft.programs("solution")
    right = [program for program in solutions if program["expected"] == ["AC"]]
    if len(right) == 1:
        words = "Only one solution is right: a second one, written independently, would confirm its answers."
        yield Item(words, "solutions", State.OPEN, is_blocking=False)
    if not any(program["expected"] and "AC" not in program["expected"] for program in solutions):
        words = "There is no wrong or slow solution: nothing shows that the tests catch mistakes."
        yield Item(words, "solutions", State.OPEN, is_blocking=False)


def unused(draft: Revision) -> Iterator[Item]:
    generators = [program["path"] for program in draft.programs("generator")]
    faults, idle = script.check(script.parse(draft.document["script"]), generators)
    if faults:
        words = f"Line {faults[0].line} of the script: {faults[0].message}"
        yield Item(words, "tests", State.OPEN, is_blocking=False)
    for fault in idle[:NAMED]:
        yield Item(fault.message, "tests", State.OPEN, is_blocking=False)


# Words

PAGES = {"solution": "solutions", "validator": "validators", "checker": "checker", "generator": "generators"}


def page_of(program: dict) -> str:
    return PAGES[program["role"]]


def name_of(program: dict) -> str:
    return program["path"].rsplit("/", 1)[-1]


def named(tried: list[Tried]) -> str:
    return listed(one.name for one in tried)


def plural(some: list) -> str:
    return "s" if len(some) == 1 else ""


def listed(names: Iterable[str]) -> str:
    names = list(names)
    shown = names[:NAMED]
    if len(names) > NAMED:
        return f"{', '.join(shown)} and {len(names) - NAMED} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))


def count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
