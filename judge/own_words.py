"""Somebody may ask the AI to repeat what we tell it. That is no secret, and no answer either."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from pydantic import BaseModel

from judge.gemini import prompts


def are_in(answer: BaseModel, tasks: Iterable[str], *, length: int) -> bool:
    """Whether it has that many words in a row out of the instructions of one of these tasks."""
    said = set(runs(answer.model_dump_json().replace("\\n", " "), length))
    return any(not said.isdisjoint(ours(task, length)) for task in tasks)


@cache
def ours(task: str, length: int) -> frozenset[tuple[str, ...]]:
    return frozenset(runs(prompts.source(task)[1] + (prompts.FOLDER / "_fence.md").read_text(), length))


def runs(text: str, length: int) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return (tuple(words[start : start + length]) for start in range(len(words) - length + 1))
