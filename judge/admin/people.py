from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from judge.models import Plan, User


@admin.register(User)
class PersonAdmin(UserAdmin):
    list_display = ["username", "email", "plan", "is_staff", "is_active", "date_joined"]
    list_filter = ["plan", "is_staff", "is_active"]
    list_select_related = ["plan"]
    fieldsets = (*UserAdmin.fieldsets, ("Plan", {"fields": ["plan"]}))


@admin.register(Plan)
class PlanAdmin(admin.ModelAdmin):
    list_display = ["name", "daily_executions"]
