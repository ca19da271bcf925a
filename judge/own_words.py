"""Somebody may ask the AI to repeat what we tell it. That is no secret, and no answer either."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from pydantic import BaseModel

from judge.gemini import prompts

RUN = 20  # words one behind the other, in our instructions and in an answer


def are_in(answer: BaseModel, tasks: Iterable[str]) -> bool:
    """Whether it repeats the instructions of one of these tasks."""
    said = set(runs(answer.model_dump_json().replace("\\n", " ")))
    return any(not said.isdisjoint(ours(task)) for task in tasks)


@cache
def ours(task: str) -> frozenset[tuple[str, ...]]:
    return frozenset(runs(prompts.source(task)[1] + (prompts.FOLDER / "_fence.md").read_text()))


def runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return (tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))
