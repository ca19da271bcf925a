"""The problems that somebody works on, and how a new one begins."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from judge import drafting
from judge.models import Problem
from web.paging import Page


class NewProblem(forms.Form):
    title = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}))

    def clean_title(self):
        title = " ".join(self.cleaned_data["title"].split())
        if not title:
            raise forms.ValidationError("A problem needs a title.")
        return title


@login_required
@require_safe
def index(request):
    problems = Problem.objects.of(request.user).filter(draft__isnull=False).select_related("draft__tests", "owner")
    found = Page(request, problems.defer("draft__tests__columns").order_by("-draft__saved"))
    return render(request, "workshop/index.html", {"page": found, "section": "workshop"})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    form = NewProblem(request.POST or None)
    if request.method == "POST" and form.is_valid():
        problem = drafting.start(form.cleaned_data["title"], request.user)
        return redirect("workshop-overview", problem.slug)
    status = 422 if form.is_bound else 200
    return render(request, "workshop/new.html", {"form": form, "section": "workshop"}, status=status)
