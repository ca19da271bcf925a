from django.contrib import admin

from judge.admin.readonly import ReadOnlyAdmin
from judge.models import Flag, Submission


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    list_display = ["id", "author", "problem", "language", "verdict", "cpu_ms", "memory", "judged_in", "created"]
    list_filter = ["verdict", "language"]
    list_select_related = ["author", "problem"]
    search_fields = ["=id", "author__username", "problem__title", "problem__slug"]
    fields = [
        *["author", "problem", "version", "language", "source", "created"],
        *["verdict", "failed_test", "cpu_ms", "memory", "judged", "judged_in"],
    ]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).defer("results", "evidence", "source")


@admin.register(Flag)
class FlagAdmin(ReadOnlyAdmin):
    list_display = ["pk", "problem", "submission_id", "verdict", "created", "answered"]
    list_select_related = ["problem"]
    list_filter = [("answered", admin.EmptyFieldListFilter)]
