"""What an author decides where right solutions disagree: it is done, and the work on the tests goes on at once."""

from django.contrib.auth.decorators import login_required
from django.http import QueryDict
from django.views.decorators.http import require_POST

from judge import editing, settling
from judge.draft_programs import ProgramError
from judge.failures import Failure
from judge.models import Revision
from judge.settling import Stale
from web.workshop import tests
from web.workshop.bench import Bench, bench_of

MOST_DIGITS = 5  # of a line's number


@login_required
@require_POST
def settle(request, slug):
    """Decided, and the work goes on at once."""
    bench = bench_of(request, slug, to_write=True)
    bench.problem.draft = bench.draft
    try:
        bench.draft = decided(request, bench)
    except (Stale, ProgramError, editing.Changed, editing.Refused) as error:
        return tests.drawn(request, bench, 409, unsettled=str(error) or settling.CHANGED)
    return tests.begin(request, bench, "outputs" if request.POST.get("kind") == "outputs" else "tests")


def decided(request, bench: Bench) -> Revision:
    said, problem, author = request.POST, bench.problem, request.user
    path, seen = said.get("path", ""), seen_in(said)
    match said.get("do"):
        case "expect":
            return settling.expect(problem, author, seen, path, said.get("verdict", ""))
        case "prefer":
            return settling.prefer(problem, author, seen, path)
        case "drop":
            return settling.drop(problem, author, seen)
        case "forget":
            return settling.forget_answer(problem, author, seen)
    raise Stale


def seen_in(said: QueryDict) -> Failure:
    """What the page showed, as its form carries it."""
    return Failure(
        message="",
        line=number(said.get("line", "0")),
        test=said.get("test", ""),
        reference=said.get("reference", ""),
        identity=said.get("identity", ""),
        answer=said.get("answer", ""),
    )


def number(line: str) -> int:
    return int(line) if line.isdecimal() and len(line) <= MOST_DIGITS else 0
