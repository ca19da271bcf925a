"""Small forms that each edit one part of a draft, with the mark of what they were drawn from."""

from typing import Any

from django import forms

from judge import drafting


class PartForm(forms.Form):
    """`path` names the part; `initial_of` and `value` are the two ways between it and the fields."""

    path: str
    base = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    over = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, part: Any, data=None):
        self.part = part
        initial = {**self.initial_of(part), "base": drafting.mark(part)}
        super().__init__(data, initial=initial, auto_id=f"{self.path}-%s", use_required_attribute=False)

    def initial_of(self, part) -> dict:
        return dict(part)

    def value(self) -> Any:
        raise NotImplementedError

    def differing(self, theirs) -> list[tuple[str, str, str]]:
        """Label, theirs, mine, as they stand in the fields."""
        said = self.initial_of(theirs)
        mine = self.initial_of(self.value())
        return [
            (str(field.label), shown(said.get(name)), shown(mine.get(name)))
            for name, field in self.fields.items()
            if name not in ("base", "over") and said.get(name) != mine.get(name)
        ]

    def save(self, problem, user):
        base = self.cleaned_data["over"] or self.cleaned_data["base"]
        return drafting.save(problem, user, self.path, self.value(), base)

    @property
    def shown_fields(self):
        return [field for field in self if not field.is_hidden]


def shown(value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else f"{value}"
