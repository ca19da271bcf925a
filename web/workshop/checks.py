"""How a draft's programs stand: does each compile, and does it answer its own tests as it should?"""

from dataclasses import dataclass
from functools import cached_property, partial

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from judge import blobs, jobs, program_checks, queue
from judge.draft_programs import name_of
from judge.languages import installed
from judge.models import Job, ProgramCheck
from judge.program_checks import Test
from web.workshop.bench import Bench, bench_of
from web.workshop.live import Drawn, drawn_on
from web.workshop.roles import ROLES, Role

SHOWN = 400  # bytes of a test's file
PARTS = ("input", "answer", "output")


@dataclass
class Asked:
    """One of a program's own tests, and what came of it."""

    test: Test
    check: ProgramCheck | None

    @property
    def is_right(self) -> bool | None:
        return self.test.agrees(self.check) if self.check else None

    @property
    def name(self) -> str:
        return self.test.said.get("name", "")

    @cached_property
    def parts(self) -> list[tuple[str, str]]:
        """Each with its beginning."""
        return [(part, beginning(sha)) for part in PARTS if (sha := self.test.said[part])]


def beginning(sha: str) -> str:
    data = blobs.read(sha, SHOWN + 1)
    text = data[:SHOWN].decode(errors="replace").replace("\0", "\N{REPLACEMENT CHARACTER}")
    return text + (" …" if len(data) > SHOWN else "")


@dataclass
class State:
    """Of one program; of the standard comparison when there is none."""

    program: dict | None
    check: ProgramCheck | None
    tests: list[Asked]
    is_waiting: bool  # a job is at it

    @property
    def name(self) -> str:
        return name_of(self.program) if self.program else ""

    @property
    def is_installed(self) -> bool:
        return self.program is None or self.program["language"] in installed()

    @property
    def compiles(self) -> bool | None:
        return None if self.check is None else self.check.answer == ProgramCheck.Answer.COMPILES

    @property
    def right(self) -> int:
        return sum(asked.is_right is True for asked in self.tests)

    @property
    def wrong(self) -> int:
        return sum(asked.is_right is False for asked in self.tests)

    @property
    def is_unknown(self) -> bool:
        lacks = self.program is not None and self.check is None
        return self.is_installed and (lacks or (self.compiles is not False and any(not a.check for a in self.tests)))


class Checks:
    """All that is known of a draft's programs: two statements."""

    def __init__(self, bench: Bench):
        self.bench, self.document = bench, bench.draft.document
        rows = Job.objects.about("check_programs", bench.problem.pk).defer("log", "checkpoint")
        self.job = rows.order_by("-pk").first()  # before its answers: one that ends meanwhile has all of them
        self.known = program_checks.known(bench.problem, program_checks.is_asked(self.document))

    @property
    def is_live(self) -> bool:
        return bool(self.job and self.job.is_live)

    @property
    def reason(self) -> str:
        """Why the last job came to nothing."""
        return self.job.reason if self.job and self.job.state == Job.State.DEAD else ""

    def of(self, program: dict | None) -> State:
        check = self.known.get(program_checks.digest(program)) if program else None
        tests = [Asked(test, self.known.get(test.key)) for test in program_checks.tests_of(self.document, program)]
        return State(program, check, tests, self.is_live)

    @cached_property
    def standard(self) -> State:
        return self.of(None)

    @cached_property
    def is_unknown(self) -> bool:
        """Something could be asked and has no answer."""
        states = [self.of(program) for program in self.document["programs"]]
        return any(state.is_unknown for state in [*states, self.standard])

    def states(self, role: str) -> list[State]:
        return [self.of(program) for program in self.bench.draft.programs(role)]


def shown(bench: Bench, subject: str) -> dict:
    """What the part of a page that changes is drawn from: of a role's list, or of the program with that path."""
    checks = Checks(bench)
    context = {"checks": checks, "subject": subject}
    if subject in ROLES:
        return context | listed(bench, checks, ROLES[subject])
    if (program := bench.draft.program(subject)) is None:
        raise Http404
    return context | {"state": checks.of(program), "program": program}


def listed(bench: Bench, checks: Checks, role: Role) -> dict:
    """The checkers' page shows the standard comparison's tests too, when that is the one that compares."""
    checker = bench.draft.document["checker"]
    is_standard = role.key == "checker" and checker["kind"] != "program"
    return {
        "role": role,
        "states": checks.states(role.key),
        "used": checker.get("path", ""),
        "state": checks.standard if is_standard else None,
    }


def parts_of(context: dict) -> list[str]:
    parts = ["workshop/programs/_list.html"] if "states" in context else []
    return parts + (["workshop/programs/_checks.html"] if context["state"] else [])


@login_required
@require_POST
def start(request, slug):
    """Ask what has no answer: after an import, when a job died, or where the time ran out."""
    bench = bench_of(request, slug, to_write=True)
    job = Checks(bench).job
    if not (job and job.state == Job.State.DEAD and queue.retry(job)):
        with transaction.atomic():
            jobs.ask_for_check(bench.problem, request.user)
    subject = request.POST.get("of", "")
    if bench.draft.program(subject):
        return redirect("workshop-program", slug, "show", subject)
    return redirect(f"workshop-{subject if subject in ROLES else 'overview'}", slug)


@require_safe
def stream(request, slug):
    return drawn_on(request, slug, program_checks.topic, partial(news, request.GET.get("of", "")))


def news(subject: str, bench: Bench) -> Drawn:
    context = shown(bench, subject)
    is_over = not context["checks"].is_live
    return Drawn(parts_of(context) + (["workshop/programs/_watch.html"] if is_over else []), context, is_over)
