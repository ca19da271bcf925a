from collections.abc import Callable
from dataclasses import dataclass

from judge.models import Job


@dataclass(frozen=True)
class Errand:
    prepare: Callable[[], int | None] = lambda: None  # the job's subject
    key: Callable[[int | None], str | None] = lambda subject: None  # the job's, where it says what it is about
    is_done: Callable[[Job], bool] = lambda job: True
