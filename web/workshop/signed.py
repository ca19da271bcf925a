"""Forms that people type into for an hour: whose session ended meanwhile gets back what they sent."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render


def words_kept(*names):
    """As login_required; what was typed into these fields is given back."""

    def decorator(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated:
                return view(request, *args, **kwargs)
            if request.method in ("GET", "HEAD") and not request.htmx:
                return redirect_to_login(request.get_full_path())
            words = "\n\n".join(filter(None, (request.POST.get(name, "") for name in names)))
            template = "workshop/signed_out.html#said" if request.htmx else "workshop/signed_out.html"
            return render(request, template, {"code": words, "back": back(request)}, status=401)

        return guarded

    return decorator


def back(request) -> str:
    """The page that the form stands on."""
    return request.htmx.current_url_abs_path or request.headers.get("Referer") or request.path
