from django.contrib import admin
from django.db.models import F

from judge import jobs
from judge.admin.readonly import ReadOnlyAdmin
from judge.models import Blob, Collaborator, Problem, ProblemVersion, Tag


class CollaboratorInline(admin.TabularInline):
    model = Collaborator
    extra = 0
    autocomplete_fields = ["user"]


@admin.register(Problem)
class ProblemAdmin(admin.ModelAdmin):
    list_display = ["title", "slug", "state", "is_verified", "platform", "number", "owner", "created"]
    list_filter = ["state", "platform", "visibility", "tags"]
    list_select_related = ["owner"]
    search_fields = ["title", "names", "slug", "number"]
    autocomplete_fields = ["owner", "tags"]
    readonly_fields = ["current", "verified", "created"]
    inlines = [CollaboratorInline]
    actions = ["forget", "verify", "unverify"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        obj.freeze_settings()

    @admin.display(boolean=True, description="verified")
    def is_verified(self, problem):
        return problem.is_verified

    @admin.action(description="Mark what solvers see as verified", permissions=["change"])
    def verify(self, request, problems):
        done = problems.filter(state=Problem.State.PUBLISHED).update(verified=F("current"))
        self.message_user(request, f"{done} marked as verified.")

    @admin.action(description="Take the mark “verified” away", permissions=["change"])
    def unverify(self, request, problems):
        self.message_user(request, f"{problems.update(verified=None)} without the mark.")

    @admin.action(description="Drop what the cache keeps of the version shown", permissions=["change"])
    def forget(self, request, problems):
        known = [problem.current_id for problem in problems if problem.current_id]
        jobs.invalidate_each("problem_version", known, requested_by=request.user)
        self.message_user(request, f"{len(known)} asked for: see the jobs.")


@admin.register(ProblemVersion)
class VersionAdmin(ReadOnlyAdmin):
    list_display = ["problem", "number", "test_count", "time_limit", "memory_limit", "created"]
    list_select_related = ["problem"]
    search_fields = ["problem__title", "problem__slug"]
    fields = [
        *["problem", "number", "digest", "author", "created", "titles", "format", "test_count", "time_limit"],
        *["memory_limit", "output_limit", "language_factors", "stops_early", "checker"],
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("statements", "sources", "samples", "programs", "tests")


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    search_fields = ["name"]


@admin.register(Blob)
class BlobAdmin(ReadOnlyAdmin):
    list_display = ["sha256", "size", "last_used"]
    search_fields = ["sha256"]
    show_full_result_count = False
