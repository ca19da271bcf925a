"""What a solver says of the real site."""

from django import forms

from judge.models import Flag


class FlagForm(forms.Form):
    verdict = forms.ChoiceField(label="There it got", choices=Flag.Site.choices)
    words = forms.CharField(
        label="What do you know about it?",
        max_length=Flag.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"The site’s test, its message …: at most {Flag.LONGEST} characters.",
        error_messages={"required": "Say what you know about it."},
    )

    def __init__(self, data=None):
        super().__init__(data, auto_id="flag-%s")
