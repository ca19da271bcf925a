"""Who works on a problem. Its owners say so; everybody may leave."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from judge import people
from judge.models import Collaborator, User
from web.workshop.bench import Bench, bench_of, page
from web.workshop.signed import words_kept

Role = Collaborator.Role
MAY = {
    Role.READ: "sees everything: statement, programs, tests, versions; changes nothing",
    Role.WRITE: "also changes everything and runs it",
    Role.OWN: "also publishes it, withdraws it, and decides who works on it",
}
LAST = "Somebody has to own the problem: give it to another person first."


class InviteForm(forms.Form):
    name = forms.CharField(
        max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"})
    )
    role = forms.ChoiceField(label="May", choices=Role.choices, initial=Role.WRITE)

    def __init__(self, bench: Bench, data=None):
        super().__init__(data, use_required_attribute=False)
        self.bench = bench

    def clean_name(self):
        name = self.cleaned_data["name"]
        try:
            person = User.objects.get_by_natural_key(name)
        except User.DoesNotExist:
            person = None
        if not person or not person.is_active:
            raise forms.ValidationError(f"There is nobody called {name}.")
        if person.pk == self.bench.problem.owner_id or self.bench.problem.collaborators.filter(user=person).exists():
            raise forms.ValidationError(f"{person} works on it already.")
        return person


def to_manage(request, slug) -> Bench:
    bench = bench_of(request, slug)
    if not bench.is_owner:
        raise PermissionDenied
    return bench


@words_kept("name")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request, slug):
    if request.method != "POST":
        bench = bench_of(request, slug)
        return drawn(request, bench, InviteForm(bench))
    bench = to_manage(request, slug)
    form = InviteForm(bench, request.POST)
    if form.is_valid():
        try:
            people.set_role(bench.problem, form.cleaned_data["name"], form.cleaned_data["role"])
            return redirect("workshop-people", slug)
        except people.TooMany:
            form.add_error("name", f"At most {people.MOST} people work on a problem.")
    return drawn(request, bench, form, 422)


def drawn(request, bench: Bench, form: InviteForm, status=200, **context):
    rows = list(bench.problem.collaborators.select_related("user").order_by("user__username"))
    everybody = [(row.user, Role(row.role)) for row in rows if row.user_id != bench.problem.owner_id]
    if bench.problem.owner:
        everybody = [(bench.problem.owner, Role.OWN), *everybody]
    shared = {
        "form": form,
        "everybody": everybody,
        "roles": Role.choices,
        "may": [(r.label, t) for r, t in MAY.items()],
    }
    return page(request, bench, "workshop/people.html", "people", status, **shared | context)


@words_kept()
@require_POST
def change(request, slug, pk):
    """Another role, or none. Somebody who isn't an owner can only leave."""
    bench = bench_of(request, slug)
    role = request.POST.get("role") or None
    is_leaving = pk == request.user.pk and role is None
    if not (bench.is_owner or is_leaving):
        raise PermissionDenied
    person = get_object_or_404(User, pk=pk)
    works_on_it = pk == bench.problem.owner_id or bench.problem.collaborators.filter(user=pk).exists()
    if not works_on_it or role not in (None, *Role.values):
        return redirect("workshop-people", slug)
    try:
        people.set_role(bench.problem, person, role)
    except people.LastOwner:
        return drawn(request, bench, InviteForm(bench), 422, refused=pk, reason=LAST)
    return redirect("workshop") if is_leaving and not request.user.is_staff else redirect("workshop-people", slug)
