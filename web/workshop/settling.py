"""What an author decides where right solutions disagree: it is done, and the work on the tests goes on at once."""

from django.contrib.auth.decorators import login_required
from django.views.decorators.http import require_POST

from judge import editing, settling
from judge.draft_programs import ProgramError
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
    path, test, line = said.get("path", ""), said.get("test", ""), said.get("line", "0")
    match said.get("do"):
        case "expect":
            return settling.expect(problem, author, path, said.get("verdict", ""))
        case "prefer":
            return settling.prefer(problem, author, path)
        case "drop":
            return settling.drop(problem, author, test, number(line))
        case "forget":
            return settling.forget_answer(problem, author, test)
    raise Stale


def number(line: str) -> int:
    return int(line) if line.isdecimal() and len(line) <= MOST_DIGITS else 0
