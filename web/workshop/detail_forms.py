"""What is to be said about a problem beside its statement."""

from django import forms
from django.utils.text import slugify

from judge import languages, platforms
from judge.models import Problem, ProblemVersion
from judge.packages.kattis.credits import LONGEST, MOST_AUTHORS
from judge.packages.kattis.metadata import MOST_MEMORY, MOST_OUTPUT
from web.workshop.parts import PartForm

MIB = 2**20
MOST_TAGS, LONGEST_TAG = 20, 50
MOST_FACTOR = 100
LICENCES = ("cc by", "cc by-sa", "cc0", "public domain", "educational", "permission")


class LimitsForm(PartForm):
    path, title = "limits", "Limits"
    time = forms.FloatField(
        label="Time (s)",
        min_value=0.1,
        max_value=ProblemVersion.LONGEST,
        help_text=f"Of CPU, a test; 0.1 to {ProblemVersion.LONGEST} seconds.",
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )
    memory = forms.IntegerField(
        label="Memory (MiB)", min_value=8, max_value=MOST_MEMORY, help_text=f"8 to {MOST_MEMORY:,}."
    )
    output = forms.IntegerField(
        label="Output (MiB)", min_value=1, max_value=MOST_OUTPUT, help_text=f"1 to {MOST_OUTPUT}."
    )
    writes = forms.BooleanField(label="A program may write files where it starts", required=False)

    def initial_of(self, part):
        sizes = {name: whole(part[name] / MIB) for name in ("memory", "output")}
        return {"time": whole(part["time"]), "writes": part["files"]} | sizes

    def value(self):
        said = self.cleaned_data
        bytes = {name: said[name] * MIB for name in ("memory", "output")}
        return dict(self.part) | {"time": said["time"], "files": said["writes"]} | bytes


def whole(number: float) -> float:
    return int(number) if number == int(number) else number


class DetailsForm(PartForm):
    path, title = "details", "About it"
    tags = forms.CharField(
        required=False, help_text=f"As in “graphs, shortest-paths”: at most {MOST_TAGS}, separated by commas."
    )
    difficulty = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Not rated"), *((n, str(n)) for n in range(1, 11))],
        help_text="1 is the easiest, 10 the hardest.",
    )
    source_url = forms.URLField(
        label="Where it comes from (URL)",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="The URL of a known platform’s problem fills in platform and number.",
    )
    platform = forms.ChoiceField(required=False)
    number = forms.CharField(label="Number there", required=False, max_length=platforms.LONGEST)
    authors = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"A name a line, at most {MOST_AUTHORS} of {LONGEST} characters.",
    )
    source = forms.CharField(
        label="Contest or book", required=False, max_length=LONGEST, help_text="Where it was first set."
    )
    rights_owner = forms.CharField(label="Rights owner", required=False, max_length=LONGEST)
    license = forms.CharField(label="Licence", required=False, max_length=LONGEST, help_text="cc by-sa, cc0 …")
    ABOUT = ("difficulty", "source_url", "platform", "number")
    CREDITS = ("source", "rights_owner", "license")

    def __init__(self, part, data=None):
        super().__init__(part, data)
        own = part["platform"]
        known = ({own: own.capitalize()} if own else {}) | platforms.TITLES
        self.fields["platform"] = forms.ChoiceField(choices=[("", "None"), *known.items()], required=False)
        self.fields["source_url"].widget = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"})

    def initial_of(self, part):
        credits = part["credits"]
        written = {"tags": ", ".join(part["tags"]), "authors": "\n".join(credits.get("authors", []))}
        return written | {name: part[name] for name in self.ABOUT} | {n: credits.get(n, "") for n in self.CREDITS}

    def clean_tags(self):
        names = [slugify(name) for name in self.cleaned_data["tags"].split(",")]
        names = list(dict.fromkeys(filter(None, names)))
        if long := next((name for name in names if len(name) > LONGEST_TAG), None):
            raise forms.ValidationError(f"A tag has at most {LONGEST_TAG} characters: {long[:60]} …")
        if len(names) > MOST_TAGS:
            raise forms.ValidationError(f"These are {len(names)} tags; at most {MOST_TAGS} are taken.")
        return names

    def clean_authors(self):
        names = [" ".join(name.split()) for name in self.cleaned_data["authors"].splitlines()]
        names = [name for name in names if name]
        if len(names) > MOST_AUTHORS or any(len(name) > LONGEST for name in names):
            raise forms.ValidationError(f"At most {MOST_AUTHORS} names of at most {LONGEST} characters are taken.")
        return names

    def clean(self):
        """A URL says where the problem is from, unless the person says otherwise."""
        super().clean()
        said = self.cleaned_data
        found = platforms.from_url(said.get("source_url") or "")
        if found and not (said.get("platform") or said.get("number")):
            said["platform"], said["number"] = found

    def value(self):
        said = self.cleaned_data
        credits = dict(self.part["credits"]) | {name: said[name] for name in (*self.CREDITS, "authors")}
        about = {name: said[name] for name in self.ABOUT}
        kept = {name: value for name, value in credits.items() if value}
        return dict(self.part) | about | {"tags": said["tags"], "credits": kept}


class JudgingForm(PartForm):
    """Of the problem itself, whatever its draft is."""

    path, title = "judging", "Judging"
    visibility = forms.ChoiceField(
        label="Solvers may see", choices=Problem.Visibility.choices, help_text="Counts at once; samples always."
    )
    stops_early = forms.BooleanField(label="Judging ends at the first failing test", required=False)

    def __init__(self, part, data=None):
        super().__init__(part, data)
        spoken = languages.installed() | {
            key: languages.LANGUAGES[key] for key in part["language_factors"] if key in languages.LANGUAGES
        }
        for key, language in spoken.items():
            self.fields[f"factor-{key}"] = forms.FloatField(
                label=language.name,
                required=False,
                min_value=0.1,
                max_value=MOST_FACTOR,
                widget=forms.NumberInput(attrs={"step": "any", "placeholder": "1"}),
            )

    @property
    def plain_fields(self):
        return [self["visibility"], self["stops_early"]]

    @property
    def factor_fields(self):
        return [field for field in self if field.name.startswith("factor-")]

    def initial_of(self, part):
        return dict(part) | {f"factor-{key}": value for key, value in part["language_factors"].items()}

    def value(self):
        said = self.cleaned_data
        factors = {name.removeprefix("factor-"): value for name, value in said.items() if name.startswith("factor-")}
        others = {key: f for key, f in self.part["language_factors"].items() if key not in factors}
        return {
            "visibility": said["visibility"],
            "stops_early": said["stops_early"],
            "language_factors": others | {key: whole(f) for key, f in factors.items() if f not in (None, 1)},
        }


class AddressForm(forms.Form):
    slug = forms.SlugField(
        label="Name in its address", max_length=100, help_text="Letters a–z, digits, - and _, at most 100."
    )

    def __init__(self, problem: Problem, data=None):
        super().__init__(data, initial={"slug": problem.slug}, auto_id="address-%s")
        self.problem = problem

    def clean_slug(self):
        slug = self.cleaned_data["slug"].lower()
        if Problem.objects.filter(slug=slug).exclude(pk=self.problem.pk).exists():
            raise forms.ValidationError("Another problem has this address.")
        return slug
