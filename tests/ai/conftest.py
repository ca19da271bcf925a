import pytest
from pydantic import BaseModel

from judge.gemini import Prompt, prompts


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
    return Prompt("hints", "1", "You count.", ("How many?",), model="gemini-3.8-flash")


@pytest.fixture
def prompt_files(tmp_path, monkeypatch):
    """prompt_files(task, system, user): prompts of the test's own, beside the fence."""
    (tmp_path / "_fence.md").write_text((prompts.FOLDER / "_fence.md").read_text())
    monkeypatch.setattr(prompts, "FOLDER", tmp_path)
    prompts.source.cache_clear()

    def write(task, system, user):
        text = f"---\nversion: 1\n---\n{system}\n{prompts.BETWEEN}\n{user}\n"
        (tmp_path / f"{task}.md").write_text(text)

    yield write
    prompts.source.cache_clear()
