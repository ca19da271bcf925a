"""What solvers say of a problem's verdicts, with their code, and what its authors answer."""

from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from judge.models import Flag
from web.workshop.bench import Bench, bench_of, page
from web.workshop.signed import words_kept

SHOWN = 20  # on the overview


class AnswerForm(forms.Form):
    answer = forms.CharField(
        max_length=Flag.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"The solver reads it beside their submission; at most {Flag.LONGEST} characters.",
        error_messages={"required": "Say what you have found."},
    )


def latest(bench: Bench) -> list[Flag]:
    return list(bench.problem.flags.for_list()[:SHOWN])


@words_kept("answer")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request, slug, pk):
    bench = bench_of(request, slug, to_write=request.method == "POST")
    rows = bench.problem.flags.select_related("submission__author", "submission__version", "answered_by")
    flag = get_object_or_404(rows.defer("submission__results", "submission__evidence"), pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"answer": flag.answer})
    if form.is_bound and form.is_valid():
        flag.reply(request.user, form.cleaned_data["answer"])
        return redirect("workshop-overview", slug)
    status = 422 if form.is_bound else 200
    return page(request, bench, "workshop/flag.html", "overview", status, flag=flag, form=form)
