"""Who works on a problem, and what they may do: somebody always owns it."""

from django.db import transaction

from judge.models import Collaborator, Problem, User

MOST = 100  # people at one problem
Role = Collaborator.Role


class LastOwner(Exception):
    """Without this person nobody would own the problem."""


class TooMany(Exception):
    pass


@transaction.atomic
def set_role(problem: Problem, person: User, role: str | None) -> None:
    """None: they no longer work on it. Who made it may go too, when another owner stays."""
    problem = Problem.objects.select_for_update().get(pk=problem.pk)
    rows = {row.user_id: row for row in problem.collaborators.order_by("pk")}
    owners = [pk for pk, row in rows.items() if row.role == Role.OWN and pk != problem.owner_id]
    others = [pk for pk in (problem.owner_id, *owners) if pk not in (None, person.pk)]
    is_owner = person.pk == problem.owner_id or person.pk in owners
    if is_owner and role != Role.OWN and not others:
        raise LastOwner
    if person.pk not in rows and len(rows) >= MOST:
        raise TooMany
    if person.pk == problem.owner_id and role != Role.OWN:
        hand_over(problem, others[0])
    if person.pk == problem.owner_id and role == Role.OWN:
        return
    keep(problem, person, role)


def hand_over(problem: Problem, heir: int) -> None:
    """The problem is another owner's."""
    Problem.objects.filter(pk=problem.pk).update(owner=heir)
    problem.collaborators.filter(user=heir).delete()


def keep(problem: Problem, person: User, role: str | None) -> None:
    if role is None:
        problem.collaborators.filter(user=person).delete()
    else:
        Collaborator.objects.update_or_create(problem=problem, user=person, defaults={"role": role})
