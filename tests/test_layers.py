"""One arrow: web, admin, management → jobs → (queue, verbs) → (models, boundaries) → (verdict, languages)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(path for folder in ("judge", "web") for path in (ROOT / folder).rglob("*.py"))
OURS = ("judge", "web", "tests")

PURE = {f"judge.{name}" for name in ("disk", "verdict", "languages", "outcome", "platforms")}
BOUNDARIES = {f"judge.{name}" for name in ("redis", "events", "caching", "blobs", "metrics", "gemini", "fetching")}
DOORS = ("web", "judge.admin", "judge.management", "judge.benchmarks")
CORNER = {"judge.settings", "judge.environment", "judge.asgi", "judge.apps"}

MAY = {  # besides its own folder
    "judge.sandbox": (),
    "judge.models": tuple(PURE),
    "judge.queue": ("judge.models", "judge.redis"),
    "judge.blobs": ("judge.models", "judge.disk"),
    "judge.apps": ("judge.models", "judge.caching"),
    "judge.migrations": ("judge.models",),
    "judge.environment": (),
    "judge.settings": ("judge.environment",),
    "judge.asgi": ("judge.redis",),
    **dict.fromkeys(PURE, tuple(PURE)),
    **dict.fromkeys(BOUNDARIES - {"judge.blobs"}, ("judge.redis",)),
    **dict.fromkeys(DOORS, OURS),
}
NOT_FOR_VERBS = (*DOORS, *CORNER, "judge.jobs", "judge.queue", "tests")

ONLY = {  # who alone may import it
    "rq": ("judge.queue", "judge.benchmarks.bare"),
    "rq_scheduler": ("judge.queue",),
    "django_rq": ("judge.queue", "web.urls"),
    "google": ("judge.gemini",),
    "redis": ("judge.queue", "judge.management", "judge.benchmarks.bare", *BOUNDARIES),
    "django.http": ("web", "judge.admin", "judge.asgi", "judge.settings"),
    "django.shortcuts": ("web", "judge.admin", "judge.asgi", "judge.settings"),
}


def module_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path):
    """Every module that a file imports, in either spelling; `from judge import x` is an import of judge.x."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def lies_in(module, *packages):
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def home(module):
    """The part of the house that a module belongs to: judge.models.job lives in judge.models."""
    return next((part for part in MAY if lies_in(module, part)), None)


def is_allowed(module, target):
    where = home(module)
    if where is None and lies_in(module, "judge.jobs"):
        return not lies_in(target, *DOORS, *CORNER, "tests")
    if where is None:  # a verb
        return not lies_in(target, *NOT_FOR_VERBS)
    return lies_in(target, where, *MAY[where])


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down(path):
    module = module_of(path)
    for target in imports(path):
        if lies_in(target, *OURS) and target != "judge":
            assert is_allowed(module, target), f"{module} imports {target}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_has_one_door_is_used_through_it(path):
    module = module_of(path)
    for target in imports(path):
        for package, homes in ONLY.items():
            if lies_in(target, package):
                assert lies_in(module, *homes), f"{module} imports {target}"


def test_judge_never_imports_web_and_the_sandbox_no_django():
    for path in SOURCES:
        module, targets = module_of(path), set(imports(path))
        if lies_in(module, "judge"):
            assert not any(lies_in(target, "web") for target in targets), module
        if lies_in(module, "judge.sandbox"):
            assert not any(lies_in(target, "django") for target in targets), module


@pytest.mark.parametrize(
    ("module", "target"),
    [
        ("judge.models.job", "judge.queue.kinds"),
        ("judge.models.submission", "judge.blobs"),
        ("judge.events", "judge.queue"),
        ("judge.events", "judge.models"),
        ("judge.judging", "judge.jobs"),
        ("judge.judging", "judge.queue.chunk"),
        ("judge.queue.kinds", "judge.jobs"),
        ("judge.queue.kinds", "judge.judging"),
        ("judge.jobs", "web.forms"),
        ("judge.verdict", "judge.models"),
        ("judge.sandbox.container", "judge.verdict"),
    ],
)
def test_an_arrow_that_points_up_is_seen(module, target):
    assert not is_allowed(module, target)
