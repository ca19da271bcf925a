"""Prompts are files: `judge/prompts/<task>.md`, with their version, and data behind a fence that nobody can forge.

---
version: 1
model: hints          # which of AI_MODELS; the task's name when it isn't said
most_output: 24576    # tokens, thinking included
thinking: low         # or medium, high; the model's own way when it isn't said
---
Who the model is and what its rules are.

=== user ===

{{fact: language}}    one of our own words: a line
{{data: source}}      what somebody else wrote, of any length: fenced
"""

import re
import secrets
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from judge.gemini.prompt import Attachment, Prompt

FOLDER = Path(__file__).parent.parent / "prompts"
BETWEEN = "\n=== user ===\n"
FIELD = re.compile(r"\{\{(fact|data): (\w+)\}\}")
BOUNDARY = "{{boundary}}"
LONGEST_FACT = 200  # characters


class PromptError(Exception):
    """A prompt's file and what it is given don't fit: ours to mend."""


@cache
def source(task: str) -> tuple[dict[str, Any], str, str]:
    """Of its file: what stands at its head, the system's text, the user's."""
    _, head, body = (FOLDER / f"{task}.md").read_text().split("---\n", 2)
    system, between, user = body.partition(BETWEEN)
    if not between:
        raise PromptError(f"{task}.md has no line {BETWEEN.strip()}")
    return yaml.safe_load(head), system.strip(), user.strip()


def load(task: str, attachments: tuple[Attachment, ...] = (), **fields: object) -> Prompt:
    head, system, user = source(task)
    if (wanted := {name for _, name in FIELD.findall(user)}) != set(fields):
        raise PromptError(f"{task}.md has fields {sorted(wanted)} and is given {sorted(fields)}")
    boundary = secrets.token_hex(8)
    fence = (FOLDER / "_fence.md").read_text().strip()
    return Prompt(
        task=task,
        version=str(head["version"]),
        system=f"{system}\n\n{fence}".replace(BOUNDARY, boundary),
        parts=(FIELD.sub(lambda found: filled(found, fields, boundary), user), *attachments),
        boundary=boundary,
        model=model_for(head.get("model", task)),
        temperature=settings.AI_TEMPERATURE,
        most_output=int(head.get("most_output", 8192)),
        thinking=head.get("thinking"),
    )


def filled(found: re.Match, fields: dict[str, object], boundary: str) -> str:
    sort, name = found.groups()
    value = str(fields[name]).encode("utf-8", "replace").decode()
    if sort == "data":
        return f'<data-{boundary} name="{name}">\n{value}\n</data-{boundary}>'
    if len(value) > LONGEST_FACT or "\n" in value:
        raise PromptError(f"{name} is given as a fact, and is no word of ours")
    return value


def model_for(task: str) -> str:
    return settings.AI_MODELS.get(task, settings.AI_MODEL)
