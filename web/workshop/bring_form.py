"""The page on which a problem begins: with a title, or with one that is somewhere already."""

from django import forms
from django.shortcuts import render

from judge import asking, blobs, fetching
from judge.extraction import pdf
from judge.models.text import storable

MOST_TEXT = 200_000  # characters


class NewProblem(forms.Form):
    title = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def clean_title(self):
        title = " ".join(self.cleaned_data["title"].split())
        if not title:
            raise forms.ValidationError("A problem needs a title.")
        return title


class BringForm(forms.Form):
    """A URL, a text or a PDF. With one of the others the URL says where that is from."""

    url = forms.CharField(
        label="URL",
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}),
        help_text="Of its page on Codeforces, Baekjoon, AtCoder, LeetCode, Kattis or anywhere else.",
    )
    text = forms.CharField(
        label="Or its text",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text="Copied from the page, or the page’s HTML. Then the URL is not fetched.",
    )
    file = forms.FileField(
        label="Or a PDF",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf", "data-most": pdf.MOST}),
        help_text=f"At most {pdf.MOST // 2**20} MiB and {pdf.MOST_PAGES} pages.",
        error_messages={"empty": "This file is empty."},
    )

    def __init__(self, *args, **options):
        super().__init__(*args, auto_id="bring-%s", use_required_attribute=False, **options)

    def clean_url(self):
        url = storable(self.cleaned_data["url"])
        if not url:
            return ""
        address = url if "://" in url else f"https://{url}"
        try:
            fetching.refuse(address)
        except fetching.Unsafe as error:
            raise forms.ValidationError(str(error)) from error
        return address

    def clean_text(self):
        text = storable(self.cleaned_data["text"])
        if len(text) > MOST_TEXT:
            raise forms.ValidationError(f"It has {len(text):,} characters; at most {MOST_TEXT:,} are taken.")
        return text

    def clean_file(self):
        if file := self.cleaned_data["file"]:
            words = pdf.complaint(file.read())
            file.seek(0)
            if words:
                raise forms.ValidationError(words)
        return file

    def clean(self):
        super().clean()
        if not self.errors and not any(self.cleaned_data.get(name) for name in ("url", "text", "file")):
            raise forms.ValidationError("Give its URL, paste its text, or choose a PDF.")
        if words := asking.unavailable():
            raise forms.ValidationError(words)

    def asked(self) -> dict:
        said = self.cleaned_data
        asked = {"url": said["url"]}
        if file := said["file"]:
            return asked | {"pdf": blobs.put_file(file), "name": storable(file.name)[:100]}
        return asked | ({"text": said["text"]} if said["text"] else {})


def drawn(request, form, bring: BringForm, status=200):
    context = {"form": form, "bring": bring, "unavailable": asking.unavailable(), "section": "workshop"}
    return render(request, "workshop/new.html", context, status=status)
