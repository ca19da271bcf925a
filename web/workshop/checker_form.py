"""Which comparison decides whether an output is right: a standard one, or a program of the problem's own."""

import shlex

from django import forms

from judge import draft_programs, program_checks
from judge.draft_programs import name_of
from judge.drafting import mark
from judge.models import Revision
from judge.tokens import Flags
from web.workshop.bench import Bench
from web.workshop.program_forms import NewTest, Words, set_choices

STANDARD = [
    ("tokens", "Tokens: words are compared, white space doesn’t matter"),
    ("lines", "Lines: white space must be the same too"),
]
MOST_TOLERANCE = 1e6


class Tolerance(forms.FloatField):
    """1e-6, say; nothing: numbers are compared as words."""

    def __init__(self, label):
        super().__init__(required=False, min_value=0, max_value=MOST_TOLERANCE, label=label)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 8, "placeholder": "none"})

    def prepare_value(self, value):
        return "" if value in (None, -1) else f"{value:g}" if isinstance(value, float) else value


class CheckerForm(forms.Form):
    kind = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": "Choose one."})
    case_sensitive = forms.BooleanField(required=False, label="Capitals matter")
    absolute = Tolerance("Absolute tolerance of numbers")
    relative = Tolerance("Relative tolerance of numbers")
    args = Words(label="Arguments of the program")
    base = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, data=None, *, draft: Revision, **kwargs):
        super().__init__(data, auto_id="checker_%s", **kwargs)
        programs = [(program["path"], f"The program {name_of(program)}") for program in draft.programs("checker")]
        set_choices(self, "kind", [*STANDARD, *programs])

    def value(self) -> dict:
        """The document's part."""
        said = self.cleaned_data
        if said["kind"] not in dict(STANDARD):
            return {"kind": "program", "path": said["kind"], "args": said["args"]}
        given = {name: said[name] for name in ("absolute", "relative") if said[name] is not None}
        flags = {"case_sensitive": said["case_sensitive"], "space_change_sensitive": said["kind"] == "lines"}
        return {"kind": "tokens", "flags": {name: value for name, value in flags.items() if value} | given}

    def differing(self, theirs: dict) -> list[tuple[str, str, str]]:
        """Label, theirs, mine."""
        before, after = (shown(checker) for checker in (theirs, self.value()))
        names = [name for name in before | after if before.get(name) != after.get(name)]
        labels = {name: str(self.fields[name].label) for name in names} | {"kind": "Comparison"}
        return [(labels[name], before.get(name, ""), after.get(name, "")) for name in names]


def initial(checker: dict) -> dict:
    chosen = draft_programs.chosen(checker)
    base = {"base": mark(chosen)}
    if checker["kind"] == "program":
        return base | {"kind": checker["path"], "args": checker["args"]}
    flags = Flags(**checker["flags"])
    return base | {
        "kind": "lines" if flags.space_change_sensitive else "tokens",
        "case_sensitive": flags.case_sensitive,
        "absolute": float(flags.absolute),
        "relative": float(flags.relative),
    }


def shown(checker: dict) -> dict[str, str]:
    """What its form shows, in words."""
    said = initial(checker)
    found = {"kind": dict(STANDARD).get(said["kind"], f"The program {said['kind']}")}
    if "args" in said:
        return found | {"args": shlex.join(said["args"])}
    tolerances = {name: f"{said[name]:g}" if said[name] >= 0 else "none" for name in ("absolute", "relative")}
    return found | tolerances | {"case_sensitive": "yes" if said["case_sensitive"] else "no"}


def context_of(bench: Bench) -> dict:
    return {
        "checker_form": CheckerForm(draft=bench.draft, initial=initial(bench.draft.document["checker"])),
        "test_form": NewTest(role="checker"),
        "test_path": program_checks.STANDARD,
    }
