from django.contrib import admin, messages

from judge import queue
from judge.admin.readonly import ReadOnlyAdmin
from judge.models import Job


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ["id", "kind", "subject", "state", "attempt", "queue", "created", "started", "finished", "reason"]
    list_filter = ["state", "queue", "kind"]
    list_select_related = ["requested_by"]
    search_fields = ["=id", "=subject", "key", "reason"]
    show_full_result_count = False
    actions = ["retry", "cancel"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("log", "checkpoint")

    def has_manage_permission(self, request):
        return request.user.has_perm("judge.change_job")

    @admin.action(description="Retry what is dead or cancelled", permissions=["manage"])
    def retry(self, request, jobs):
        retried = sum(queue.retry(job) for job in jobs)
        self.message_user(request, f"{retried} queued again.", messages.SUCCESS if retried else messages.WARNING)

    @admin.action(description="Cancel what is queued or running", permissions=["manage"])
    def cancel(self, request, jobs):
        live = [job for job in jobs if job.is_live]
        cancelled = sum(queue.cancel(job) for job in live)
        self.message_user(request, f"{cancelled} cancelled, {len(live) - cancelled} told to stop.")
