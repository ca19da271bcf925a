"""The RQ dashboard writes inline scripts and styles. Its pages, for admins only, have a policy that lets them be."""

from typing import Any

from django.conf import settings
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override

INLINE = [CSP.SELF, CSP.UNSAFE_INLINE]
POLICY: dict[str, Any] = settings.SECURE_CSP | {"script-src": INLINE, "style-src": INLINE}


class DashboardPolicy:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if view.__module__.startswith("django_rq."):
            return csp_override(POLICY)(view)(request, *args, **kwargs)
        return None
