"""What is typed of a test, and of the files of many."""

from dataclasses import replace

from django import forms

from judge import editing, receiving
from judge.editing import MOST_TYPED
from judge.script import LONGEST_GROUP, LineError
from judge.testsets import Row
from web.templatetags.algoitny import size


class BytesField(forms.CharField):
    """Text as a file has it."""

    widget = forms.Textarea
    empty_values = [None, "", b""]

    def __init__(self, **kwargs):
        super().__init__(strip=False, **kwargs)

    def to_python(self, value):
        data = editing.typed(super().to_python(value) or "")
        if len(data) > MOST_TYPED:
            raise forms.ValidationError(
                f"That has {len(data):,} bytes; at most {MOST_TYPED:,} are typed in. Upload it as a file."
            )
        return data


class Named(forms.Form):
    name = forms.CharField(required=False, max_length=120)
    group = forms.CharField(required=False, max_length=LONGEST_GROUP)
    sample = forms.BooleanField(required=False)

    def clean_name(self):
        return self.checked(editing.checked_name, self.cleaned_data["name"])

    def clean_group(self):
        return self.checked(editing.checked_group, self.cleaned_data["group"])

    def checked(self, check, words):
        try:
            return check(words) if words else ""
        except LineError as error:
            raise forms.ValidationError(str(error)) from error


class NewTest(Named):
    input = BytesField(error_messages={"required": "A test needs an input."})
    answer = BytesField(required=False)

    def row(self) -> Row:
        said = self.cleaned_data
        row = Row(name=said["name"], input="", input_bytes=0, group=said["group"], sample=int(said["sample"]))
        return editing.with_answer(editing.with_input(row, said["input"]), said["answer"])


class OwnTest(Named):
    """A test that is there. Its bytes are only sent where they could be shown whole."""

    mark = forms.CharField(max_length=64)
    input = BytesField(required=False)
    answer = BytesField(required=False)

    def __init__(self, *args, row: Row, input: bytes | None = None, answer: bytes | None = None, **kwargs):
        """`input` and `answer` as they are now, None where they can't be edited."""
        super().__init__(*args, **kwargs)
        self.row, self.before = row, {"input": input, "answer": answer}
        if row.is_by_script:
            for name in ("name", "group"):
                del self.fields[name]
        for name, data in self.before.items():
            if data is None:
                del self.fields[name]

    @classmethod
    def of(cls, row: Row, input: bytes | None, answer: bytes | None) -> "OwnTest":
        shown = {"name": row.name, "group": row.group, "sample": bool(row.sample), "mark": editing.mark(row)}
        for name, data in (("input", input), ("answer", answer)):
            shown[name] = (data or b"").decode()
        return cls(initial=shown, row=row, input=input, answer=answer)

    def clean_input(self):
        data = self.cleaned_data["input"]
        if not data and self.before["input"]:
            raise forms.ValidationError("A test needs an input.")
        return self.unless_changed("input")

    def clean_answer(self):
        return self.unless_changed("answer")

    def unless_changed(self, name: str) -> bytes:
        """A browser adds an end of line; that alone is no change."""
        before, data = self.before[name] or b"", self.cleaned_data[name]
        return before if data == editing.typed(before.decode()) else data

    def clean_name(self):
        name = self.cleaned_data["name"].strip()
        if name == self.row.name:  # a package may call it what it likes
            return name
        if not name:
            raise forms.ValidationError("A test needs a name.")
        return super().clean_name()

    def news(self, row: Row) -> Row:
        """The row with what was typed. Called again, it says the same."""
        said = self.cleaned_data
        row = replace(row, sample=int(said["sample"]))
        if not row.is_by_script:
            row = replace(row, name=said["name"], group=said["group"])
        if "answer" in said and said["answer"] != self.before["answer"]:
            row = editing.with_answer(row, said["answer"])
        return editing.with_input(row, said["input"]) if "input" in said else row


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    widget = ManyFiles

    def clean(self, data, initial=None):
        one = super().clean
        return [one(each, initial) for each in data] if data else one(data, initial)


class Files(forms.Form):
    chosen = FilesField(error_messages={"required": "Choose files: pairs of .in and .ans, or a zip archive of them."})
    group = forms.CharField(required=False, max_length=LONGEST_GROUP)

    clean_group, checked = Named.clean_group, Named.checked

    def clean_chosen(self):
        files = self.cleaned_data["chosen"]
        if (total := sum(file.size for file in files)) > receiving.MOST_UPLOAD:
            raise forms.ValidationError(
                f"That is {size(total)}; at most {size(receiving.MOST_UPLOAD)} are taken at a time."
            )
        return files
