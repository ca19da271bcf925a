from django.shortcuts import render
from django.views.decorators.http import require_safe

from judge.models import Problem

FIRST = 6  # problems to begin with


@require_safe
def show(request):
    problems = Problem.objects.published().with_tags().with_progress_of(request.user).order_by("pk")[:FIRST]
    return render(request, "home.html", {"problems": problems})
