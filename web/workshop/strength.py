"""How strong a draft's tests are, by what its solutions got in the newest invocation."""

from django.contrib.auth.decorators import login_required
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from judge.models import Invocation
from judge.strength import ranges, strength
from web.workshop.bench import Bench, bench_of, page
from web.workshop.grid import Filter
from web.workshop.invocations import sheet_of

FEW = 8  # tests that are named of those that kill a solution


@login_required
@require_safe
@never_cache
def show(request, slug):
    return drawn(request, bench_of(request, slug))


def drawn(request, bench: Bench, status=200, **context):
    newest = Invocation.objects.filter(problem=bench.problem).order_by("-pk").values_list("pk", flat=True).first()
    if newest is None:
        return page(request, bench, "workshop/strength.html", "strength", status, sheet=None, **context)
    sheet = sheet_of(bench, newest, Filter())
    found = strength(sheet.lines, sheet.invocation.tests.count, sheet.limit)
    kills = [(kill, ranges(kill.tests[:FEW]), len(kill.tests) > FEW) for kill in found.kills]
    said = {"found": found, "kills": kills, "idle": ranges(found.idle), "redundant": ranges(found.redundant)}
    return page(request, bench, "workshop/strength.html", "strength", status, sheet=sheet, **said | context)
