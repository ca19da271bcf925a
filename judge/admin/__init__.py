from django.contrib import admin

from judge.admin import ai, jobs, people, problems, submissions, uploads

admin.site.site_header = admin.site.site_title = "AlgoItny"

__all__ = ["ai", "jobs", "people", "problems", "submissions", "uploads"]
