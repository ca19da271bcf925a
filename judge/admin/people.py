from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from judge import jobs
from judge.models import Plan, User


@admin.register(User)
class PersonAdmin(UserAdmin):
    list_display = ["username", "email", "plan", "is_staff", "is_active", "date_joined"]
    list_filter = ["plan", "is_staff", "is_active"]
    list_select_related = ["plan"]
    actions = ["forget"]
    fieldsets = (*UserAdmin.fieldsets, ("Plan", {"fields": ["plan"]}))

    @admin.action(description="Drop their statistics from the cache", permissions=["change"])
    def forget(self, request, users):
        known = list(users.values_list("pk", flat=True))
        jobs.invalidate_each("user_stats", known, requested_by=request.user)
        self.message_user(request, f"{len(known)} asked for: see the jobs.")


@admin.register(Plan)
class PlanAdmin(admin.ModelAdmin):
    list_display = ["name", "daily_executions", "daily_hints"]
