"""The problem as a package."""

from django.contrib.auth.decorators import login_required
from django.views.decorators.http import require_safe

from web.workshop.bench import bench_of, page


@login_required
@require_safe
def show(request, slug):
    return page(request, bench_of(request, slug), "workshop/package.html", "package")
