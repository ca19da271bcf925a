"""From a run to its document: four levels, or none where nothing that the model said may be shown."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import BaseModel, Field

from judge.asking import Asker
from judge.hints import pointing
from judge.hints.failing import NothingToHint, failing_of, key, lack, refuse_the_unsteady
from judge.hints.leaks import Guard
from judge.hints.question import Question
from judge.hints.repeating import Program
from judge.models import AiRun, Submission
from judge.models.text import seen

LEVELS = 4
TRIES = 2  # answers of the model
REPRODUCING, ASKING, CHECKING = "reproducing", "asking", "checking"

Tell = Callable[[str], None]
Text = Annotated[str, Field(min_length=1, max_length=3000)]


class Hints(BaseModel):
    levels: list[Text] = Field(min_length=LEVELS, max_length=LEVELS)
    line: int = Field(description="The number of the line that the last hint is about; 0 when it is about none")
    words: str = Field(description="That line as it stands in the program, letter by letter; empty when there is none")


@dataclass
class Written:
    """`levels` are empty where every answer was refused."""

    levels: list[str] = field(default_factory=list)
    line: int = pointing.NONE  # of the submission's code, which the last of them points to
    refused: list[str] = field(default_factory=list)  # why, answer by answer


def write(run: AiRun, asker: Asker, tell: Tell = lambda step: None) -> dict:
    """The run's document. Raises AiError, or NothingToHint."""
    submission = hinted(run)
    failing = failing_of(submission)
    tell(REPRODUCING)
    refuse_the_unsteady(submission, failing.test)
    language = (run.document or {}).get("language", "en")
    question = Question(submission, failing, language)
    accepted = [Program(source, language) for language, source in run.accepted or ()]
    guard = Guard(submission, [*question.solutions, *accepted], question.visible, failing.test)
    found = written(question, asker, guard, tell)
    return {
        "v": 1,
        "language": language,
        "test": failing.test.number,
        "levels": found.levels,
        "line": found.line,
        "refused": found.refused,
    }


def hinted(run: AiRun) -> Submission:
    if run.submission is None:
        raise NothingToHint("The submission is gone.")
    if words := lack(run.submission):
        raise NothingToHint(words)
    if run.key != key(run.submission):
        raise NothingToHint("The submission was judged again on a newer version meanwhile. Ask for hints to that.")
    return run.submission


def written(question: Question, asker: Asker, guard: Guard, tell: Tell) -> Written:
    found = Written()
    while len(found.refused) < TRIES:
        tell(ASKING)
        why = "; ".join(found.refused) or "no"
        answer = asker.ask("hints", Hints, reference=question.reference, refused=why, **question.fields)
        tell(CHECKING)
        levels = [seen(level).strip() for level in answer.levels]
        line = pointing.place(question.submission.source, answer.line, answer.words)
        complaint = guard.complaint(levels) or (pointing.STRANGE if line is None else "")
        if not complaint:
            found.levels, found.line = levels, line or pointing.NONE
            break
        found.refused.append(complaint)
    return found
