from uuid import uuid4

from django import forms
from django.contrib.auth.forms import AuthenticationForm, BaseUserCreationForm
from django.core.validators import MaxLengthValidator, MinLengthValidator, RegexValidator

from judge import languages
from judge.models import Problem, Submission, User

NOT_TEXT = "This isn't text: it holds bytes that aren't UTF-8. Is it a compiled program?"


class SourceField(forms.CharField):
    """Code as it was typed. The browser's line ends become the ones that compilers know."""

    widget = forms.Textarea
    default_error_messages = {"required": "There is no code yet."}

    def __init__(self, **kwargs):
        super().__init__(strip=False, **kwargs)
        self.validators = [self.has_no_nul, self.is_small]

    def to_python(self, value):
        code = (super().to_python(value) or "").replace("\r\n", "\n")
        return code if code.strip() else ""

    def has_no_nul(self, code):
        if "\x00" in code:
            raise forms.ValidationError("The code holds a NUL byte. Is it a compiled program?")

    def is_small(self, code):
        size = len(code.encode("utf-8", "surrogatepass"))
        if size > Submission.MOST_SOURCE:
            raise forms.ValidationError(f"The code has {size:,} bytes; at most {Submission.MOST_SOURCE:,} are taken.")


class SubmissionForm(forms.Form):
    language = forms.ChoiceField(
        choices=lambda: [(language.key, language.name) for language in languages.installed().values()],
        error_messages={"required": "Choose a language.", "invalid_choice": "This language isn't offered here."},
    )
    source = SourceField()
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, problem: Problem, version, is_text=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.problem, self.version, self.is_text = problem, version, is_text
        self.fields["token"].initial = uuid4

    def clean(self):
        if not self.is_text:
            self.add_error("source", NOT_TEXT)
        if self.problem.state == Problem.State.WITHDRAWN:
            self.add_error(None, "This problem has been withdrawn: nothing more is judged on it.")
        elif not self.version or not self.version.test_count:
            self.add_error(None, "This problem has no tests yet, so nothing can be judged on it.")
        return super().clean()

    def submission_by(self, author: User) -> Submission:
        fields = {name: self.cleaned_data[name] for name in ("language", "source", "token")}
        return Submission(problem=self.problem, version=self.version, author=author, **fields)


class LoginForm(AuthenticationForm):
    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": "Name and password don't match. The password's capitals matter, the name's don't.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Name"


class SignupForm(BaseUserCreationForm):
    class Meta:
        model = User
        fields = ("username",)

    username = forms.CharField(
        label="Name",
        help_text="2 to 30 letters, digits, - and _. Everybody sees it.",
        validators=[
            MinLengthValidator(2, "A name has at least 2 characters."),
            MaxLengthValidator(30, "A name has at most 30 characters."),
            RegexValidator(
                r"^[A-Za-z0-9][A-Za-z0-9_-]*\Z",
                "Only letters a–z, digits, - and _, beginning with one of the first two.",
            ),
        ],
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
