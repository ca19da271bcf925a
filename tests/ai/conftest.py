import pytest
from pydantic import BaseModel

from judge.gemini import Prompt


class Number(BaseModel):
    number: int


@pytest.fixture
def quick(monkeypatch):
    """Back-off as it is, but nobody waits for it: the pauses."""
    pauses: list[float] = []
    monkeypatch.setattr("judge.gemini.retrying.sleep", pauses.append)
    return pauses


@pytest.fixture
def question():
    return Prompt("hints", "1", "You count.", ("How many?",), model="gemini-3.5-flash")
