"""The AI's ledger, a day's sums, and the switch."""

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import Count, Q, Sum
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from judge import asking, ledger
from judge.admin.readonly import ReadOnlyAdmin
from judge.models import AiRun, AiSwitch


@admin.register(AiRun)
class AiRunAdmin(ReadOnlyAdmin):
    list_display = ["id", "kind", "about", "requested_by", "created", "seconds", "input_tokens", "output_tokens"]
    list_display += ["dollars", "made", "failure"]
    list_filter = ["kind", ("failure", admin.EmptyFieldListFilter), "created"]
    list_select_related = ["requested_by", "problem"]
    search_fields = ["=id", "key", "requested_by__username", "problem__slug", "=submission__id"]
    fields = ["kind", "key", "problem", "submission", "requested_by", "created", "finished", "failure"]
    fields += ["input_tokens", "output_tokens", "dollars", "calls_made", "document"]
    show_full_result_count = False
    change_list_template = "admin/judge/airun/change_list.html"

    def get_queryset(self, request):
        return super().get_queryset(request).defer("document")

    @admin.display(description="about")
    def about(self, run):
        return f"submission {run.submission_id}" if run.submission_id else run.problem or run.key[:60]

    @admin.display(description="s")
    def seconds(self, run):
        return round((run.finished - run.created).total_seconds(), 1) if run.finished else None

    @admin.display(description="cost", ordering="cost")
    def dollars(self, run):
        return in_dollars(run.cost)

    @admin.display(description="calls")
    def made(self, run):
        return len(ledger.rows(run.calls))

    @admin.display(description="calls")
    def calls_made(self, run):
        return "\n".join(
            f"{call['task']} {call['version']} ({call['model']}, seed {call['seed']}): {call['end']}, "
            f"{call['in']} + {call['out']} tokens, {in_dollars(call['cost'])}, {call['ms']} ms"
            for call in ledger.rows(run.calls)
        )

    # The day, and the switch

    def changelist_view(self, request, extra_context=None):
        context = {"day": of_today(), "is_off": is_off(), "unavailable": asking.unavailable(), "limits": limits()}
        context["may_switch"] = may_switch(request.user)
        return super().changelist_view(request, (extra_context or {}) | context)

    def get_urls(self):
        switch = self.admin_site.admin_view(require_POST(self.switch))
        return [path("switch/", switch, name="judge_airun_switch"), *super().get_urls()]

    def switch(self, request):
        if may_switch(request.user):
            off = "off" in request.POST
            if asking.switch(off, request.user):
                self.message_user(request, f"The AI is {'off' if off else 'on'}, from the next call on.")
            else:
                words = "The row is changed, but Redis is away: jobs that run already go on until their end."
                self.message_user(request, words, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:judge_airun_changelist"))


def may_switch(user) -> bool:
    return user.has_perm("judge.change_aiswitch")


def is_off() -> bool:
    return AiSwitch.objects.filter(is_off=True).exists()


def limits() -> dict:
    return {
        "cost": settings.AI_COST_PER_DAY,
        "user": settings.AI_TOKENS_PER_USER_PER_DAY,
        "problem": settings.AI_TOKENS_PER_PROBLEM,
    }


def of_today() -> dict:
    """By kind, and all together."""
    rows = AiRun.objects.today().values("kind").order_by("kind")
    kinds = rows.annotate(
        runs=Count("pk"),
        failed=Count("pk", filter=~Q(failure="")),
        open=Count("pk", filter=Q(finished=None)),
        prompt=Sum("input_tokens"),
        output=Sum("output_tokens"),
        spent=Sum("cost"),
    )
    listed = [row | {"kind": AiRun.Kind(row["kind"]).label, "dollars": in_dollars(row["spent"])} for row in kinds]
    sums = {name: sum(row[name] for row in listed) for name in ("runs", "failed", "open", "prompt", "output", "spent")}
    return {"kinds": listed, "all": sums | {"dollars": in_dollars(sums["spent"])}}


def in_dollars(millionths: int) -> str:
    return f"${millionths / 1_000_000:.4f}"
