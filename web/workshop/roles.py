"""What programs are there for."""

from dataclasses import dataclass

from judge.models import Revision


@dataclass(frozen=True)
class Role:
    key: str  # in the document
    name: str  # of its page
    title: str
    one: str
    about: str
    example: str


ROLES = {
    role.name: role
    for role in (
        Role(
            "solution",
            "solutions",
            "Solutions",
            "solution",
            "Right ones, whose outputs must agree, and wrong or slow ones, which the tests must catch. "
            "The reference writes the answers.",
            "brute_force.py",
        ),
        Role(
            "validator",
            "validators",
            "Validators",
            "validator",
            "Each reads an input from standard input, and exits with 42 when it is allowed, with 43 when it isn’t. "
            "What it prints is shown to you.",
            "validate.py",
        ),
        Role(
            "checker",
            "checker",
            "Checker",
            "checker",
            "Called as checker input answer feedback/ arguments…, with the output on standard input. It exits with 42 "
            "when the output is right, with 43 when it is wrong; words for people go to feedback/judgemessage.txt.",
            "check.cpp",
        ),
        Role(
            "generator",
            "generators",
            "Generators",
            "generator",
            "Each prints one test’s input, made from its arguments alone: the same arguments, the same input.",
            "random_graph.cpp",
        ),
    )
}
BY_KEY = {role.key: role for role in ROLES.values()}


def is_done(draft: Revision, role: Role) -> bool | None:
    """From the document alone. None: nothing has to be done there."""
    if role.key == "solution":
        return draft.reference is not None
    if role.key == "validator":
        return bool(draft.programs("validator"))
    if role.key == "checker":
        checker = draft.document["checker"]
        return checker["kind"] != "program" or draft.program(checker["path"]) is not None
    return None
