from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect

from judge import jobs
from judge.admin.readonly import ReadOnlyAdmin
from judge.models import Job, Upload
from judge.packages import uploading


class UploadForm(forms.ModelForm):
    file = forms.FileField(
        label="Package", help_text="A zip archive in the Kattis/ICPC format: imported, verified and published."
    )

    class Meta:
        model = Upload
        fields = ()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > Upload.MOST:
            raise ValidationError(f"The archive has {file.size:,} bytes; at most {Upload.MOST:,} are taken.")
        return file


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    list_display = ["name", "author", "version", "created"]
    list_select_related = ["author", "version"]
    show_full_result_count = False

    def has_add_permission(self, request):
        return request.user.has_perm("judge.add_upload")

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, **kwargs | ({} if obj else {"form": UploadForm}))

    def get_fields(self, request, obj=None):
        return ["name", "archive", "author", "version", "created"] if obj else ["file"]

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        file = form.cleaned_data["file"]
        kept = uploading.keep(file.name.removesuffix(".zip"), file.read(), request.user)
        obj.pk, obj.name = kept.pk, kept.name
        jobs.import_package.enqueue(kept.pk, requested_by=request.user)

    def response_add(self, request, obj, post_url_continue=None):
        """To the workflow's first step."""
        return redirect(Job.objects.about("import_package", obj.pk).latest("pk"))
