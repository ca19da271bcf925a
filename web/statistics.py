"""What a solver has done so far."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from judge import statistics

WEEKS = 4  # that are drawn day by day


@login_required
@require_safe
@never_cache
def show(request):
    """One's own."""
    found = statistics.of(request.user)
    today = timezone.now().date()
    days = [today - timedelta(back) for back in reversed(range(7 * WEEKS))]
    calendar = [(day, found.days.get(day, 0)) for day in days]
    return render(request, "statistics/show.html", {"found": found, "calendar": calendar, "active": len(found.days)})
