"""What is typed of a statement, in one language."""

from uuid import uuid4

from django import forms

from judge import drafting

MOST = 256 * 1024  # bytes of the text
FORMATS = {"markdown": "Markdown", "tex": "TeX"}


class StatementForm(forms.Form):
    title = forms.CharField(max_length=200, error_messages={"required": "A problem needs a title."})
    text = forms.CharField(required=False, strip=False)
    format = forms.ChoiceField(choices=FORMATS.items())
    base = forms.CharField(required=False, max_length=64)  # the mark of what was read
    over = forms.CharField(required=False, max_length=64)  # of what somebody else wrote, and is to be replaced
    desk = forms.CharField(required=False, max_length=64)  # of the open page: its own saves are nobody else's

    @classmethod
    def of(cls, statement: dict):
        """As it stands."""
        return cls(initial=statement | {"base": drafting.mark(statement), "desk": uuid4().hex})

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def clean_text(self):
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        size = len(text.encode())
        if size > MOST:
            raise forms.ValidationError(f"The statement has {size:,} bytes; at most {MOST:,} are taken.")
        return text

    @property
    def statement(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("title", "format", "text")}
