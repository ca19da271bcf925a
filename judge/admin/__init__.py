from django.contrib import admin

from judge.admin import jobs, people, problems, submissions, uploads

admin.site.site_header = admin.site.site_title = "AlgoItny"

__all__ = ["jobs", "people", "problems", "submissions", "uploads"]
