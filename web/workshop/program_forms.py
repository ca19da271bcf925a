"""What an author says of a program, read from forms."""

import shlex

from django import forms

from judge import languages
from judge.draft_programs import MOST_ARGS, MOST_FILE
from judge.verdict import Verdict
from web.forms import NOT_TEXT, SourceField

EXPECTED = [
    Verdict.ACCEPTED,
    Verdict.WRONG_ANSWER,
    Verdict.TIME_LIMIT,
    Verdict.RUNTIME_ERROR,
    Verdict.MEMORY_LIMIT,
    Verdict.OUTPUT_LIMIT,
    Verdict.COMPILE_ERROR,
]
LONGEST_ARGS = 500  # characters
MOST_TEST = 64 * 1024  # bytes of a test's file that is typed


class Words(forms.CharField):
    """Arguments as a shell would read them: quotes hold white space together."""

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=LONGEST_ARGS, **kwargs)

    def prepare_value(self, value):
        return shlex.join(value) if isinstance(value, list) else value

    def clean(self, value):
        text = super().clean(value) or ""
        try:
            words = shlex.split(text)
        except ValueError as error:
            raise forms.ValidationError("A quote is opened and never closed.") from error
        if len(words) > MOST_ARGS:
            raise forms.ValidationError(f"At most {MOST_ARGS} arguments are taken.")
        return words


class UploadedText(forms.FileField):
    """A file of text, as text. `most` bytes are taken."""

    def __init__(self, most: int, **kwargs):
        super().__init__(required=False, allow_empty_file=True, **kwargs)
        self.most = most

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if not file:
            return None
        if file.size > self.most:
            raise forms.ValidationError(f"{file.name} has {file.size:,} bytes; at most {self.most:,} are taken.")
        try:
            return file.name, file.read().decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(NOT_TEXT) from error


def choices(kept: str = "") -> list[tuple[str, str]]:
    """The languages that are installed, and the one that the program is in, wherever that can be run."""
    found = [(language.key, language.name) for language in languages.installed().values()]
    if kept and kept not in dict(found):
        name = languages.LANGUAGES[kept].name if kept in languages.LANGUAGES else kept
        found.append((kept, f"{name} (not installed here)"))
    return found


def set_choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class NewProgram(forms.Form):
    expected = forms.ChoiceField(
        required=False, label="It should get", choices=[(verdict.value, verdict.label) for verdict in EXPECTED]
    )
    name = forms.CharField(required=False, max_length=200, label="File name")
    language = forms.ChoiceField(required=False)
    source = SourceField(required=False, label="Code")
    file = UploadedText(MOST_FILE, label="or a file")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_choices(self, "language", [("", "by the name’s extension"), *choices()])

    def clean(self):
        said = super().clean() or {}
        uploaded = said.get("file")
        if uploaded:
            said["name"] = said.get("name") or uploaded[0].rsplit("/", 1)[-1]
            said["source"] = uploaded[1]
        if "source" not in self.errors and "file" not in self.errors and not said.get("source", "").strip():
            self.add_error("source", "There is no code yet: paste some, or choose a file.")
        if "name" not in self.errors and not said.get("name"):
            self.add_error("name", "Give it a file name. Its extension says the language.")
        if "\0" in said.get("source", ""):
            self.add_error("source", "The code holds a NUL byte. Is it a compiled program?")
        return said


class EditProgram(forms.Form):
    """Fields that don't concern the program's role are left out."""

    language = forms.ChoiceField()
    entry = forms.CharField(
        required=False,
        max_length=200,
        label="Starts from",
        help_text="The file or class; empty: found by its name.",
    )
    expected = forms.TypedMultipleChoiceField(
        required=False,
        choices=[(verdict.value, verdict.label) for verdict in EXPECTED],
        widget=forms.CheckboxSelectMultiple,
    )
    bounds_time = forms.BooleanField(required=False, label="Must fit into the time limit")
    args = Words(label="Arguments")
    source = SourceField(label="Code")
    base = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, data=None, *, program: dict, **kwargs):
        super().__init__(data, **kwargs)
        set_choices(self, "language", choices(program["language"]))
        for name in self.left_out(program):
            del self.fields[name]

    @staticmethod
    def left_out(program: dict) -> list[str]:
        names = [] if program["role"] == "solution" else ["expected", "bounds_time"]
        names += [] if program["role"] == "validator" else ["args"]
        return names + ([] if len(program["files"]) > 1 or program["entry"] else ["entry"])

    def said(self) -> dict:
        """What of the document it sets."""
        found = {name: value for name, value in self.cleaned_data.items() if name not in ("source", "base")}
        if "entry" in found:
            found["entry"] = found["entry"].strip() or None
        if "expected" in found:
            found["expected"] = [verdict.value for verdict in EXPECTED if verdict.value in found["expected"]]
        return found

    def differing(self, theirs: dict) -> list[tuple[str, str, str]]:
        """Label, theirs, mine, of what is said beside the code."""
        labels = {"expected": "Should get one of", "bounds_time": "Must fit into the time limit"}
        return [
            (
                str(labels.get(name) or self.fields[name].label or name.capitalize()),
                in_words(theirs[name]),
                in_words(mine),
            )
            for name, mine in self.said().items()
            if mine != theirs[name]
        ]


def in_words(value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return shlex.join(value) if isinstance(value, list) else value or ""


class Piece(SourceField):
    """A test's file as it is typed: it may be empty, and white space is all that some hold."""

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)
        self.validators = [self.has_no_nul, self.is_small_enough]

    def to_python(self, value):
        return (forms.CharField.to_python(self, value) or "").replace("\r\n", "\n")

    def is_small_enough(self, text):
        if len(text.encode("utf-8", "surrogatepass")) > MOST_TEST:
            raise forms.ValidationError(
                f"It is longer than {MOST_TEST // 1024} KiB, which is the most that is typed here."
            )


class NewTest(forms.Form):
    """One of a program's own tests: a validator's has an input only."""

    input, answer, output = Piece(), Piece(), Piece()
    accepts = forms.TypedChoiceField(
        choices=[("yes", "accept"), ("no", "reject")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="no",
        error_messages={"required": "Say whether it is to be accepted."},
    )

    def __init__(self, data=None, *, role: str, **kwargs):
        super().__init__(data, auto_id="test_%s", **kwargs)
        if role == "validator":
            del self.fields["answer"], self.fields["output"]
