"""Asks the AI on behalf of a run: only while it is switched on and paid for, never twice for the same answer, and with
every call in the run's ledger.
"""

import time
from dataclasses import replace

from django.conf import settings
from django.db import transaction
from pydantic import BaseModel, ValidationError

from judge import gemini, ledger
from judge.gemini import Attachment, Attempt, BudgetSpent, Prompt, SwitchedOff, journal, prompts, shared
from judge.models import AiRun, AiSwitch

SECONDS = 480  # of asking in one attempt of a job, whose soft limit is 9 minutes
MILLION = 1_000_000
USER, PROBLEM, MONEY = "user", "problem", "cost"  # what there are budgets for
NAMES = {USER: "person", PROBLEM: "problem"}


class Asker:
    """`run` comes from AiRun.objects.for_asking(), so that it brings along what was spent before."""

    def __init__(self, run: AiRun, seconds: float = SECONDS, take: int = 0):
        self.run, self.take = run, take
        self.deadline = time.monotonic() + seconds
        self.made = ledger.merged(ledger.rows(run.calls), journal.calls(run.pk))
        self.before = len(self.made)

    @property
    def calls(self) -> dict:
        """For the run's last write."""
        return ledger.columns(self.made)

    @property
    def tokens(self) -> int:
        return ledger.tokens(self.made)

    @property
    def cost(self) -> int:
        return ledger.money(self.made)

    @property
    def today(self) -> list[dict]:
        """A run of another day goes on with this day's budgets; what it has spent today before is known to Redis."""
        return self.made if self.run.is_of_today else self.made[self.before :]

    def ask[T: BaseModel](
        self, task: str, schema: type[T], *, attachments: tuple[Attachment, ...] = (), **fields: object
    ) -> T:
        """Raises AiError. The fields are those of judge/prompts/<task>.md."""
        prompt = replace(prompts.load(task, attachments, **fields), take=self.take)
        if kept := self.kept(prompt, schema):
            return kept
        paid: list[dict] = []
        reply = gemini.ask(
            prompt,
            schema,
            within=max(0.0, self.deadline - time.monotonic()),
            refuse=self.refuse,
            told=lambda attempt: paid.append(self.note(prompt, attempt)),
        )
        journal.keep(self.run.pk, task, prompt.digest, reply.data.model_dump(mode="json"), paid[-1])
        return reply.data

    def kept[T: BaseModel](self, prompt: Prompt, schema: type[T]) -> T | None:
        """What an earlier attempt was told; of an older release, perhaps, whose schema was another."""
        try:
            return schema.model_validate(journal.answer(self.run.pk, prompt.task, prompt.digest))
        except ValidationError:
            return None

    def note(self, prompt: Prompt, attempt: Attempt) -> dict:
        call = ledger.call(prompt, attempt)
        self.made.append(call)
        if attempt.ended != "ok":  # an answer is written down with its call
            journal.keep_call(self.run.pk, call)
        tokens = call["in"] + call["out"]
        shared.spend(dict.fromkeys(self.accounts, tokens) | {MONEY: call["cost"]})
        return call

    @property
    def accounts(self) -> list[str]:
        """Whose tokens these are."""
        whose = {USER: self.run.requested_by_id, PROBLEM: self.run.problem_id}
        return [f"{sort}:{pk}" for sort, pk in whose.items() if pk]

    def refuse(self) -> None:
        """Before each call: the switch, and the budgets. What is spent elsewhere at this moment counts too."""
        is_off, (money, *tokens) = shared.state([MONEY, *self.accounts])
        if is_off or not settings.AI_ENABLED or self.of_row("is_switched_off"):
            raise SwitchedOff
        if max(money, self.of_row("day_spent") + ledger.money(self.today)) >= settings.AI_COST_PER_DAY * MILLION:
            raise BudgetSpent
        most = {USER: settings.AI_TOKENS_PER_USER_PER_DAY, PROBLEM: settings.AI_TOKENS_PER_PROBLEM}
        for account, spent in zip(self.accounts, tokens, strict=True):
            sort = account.partition(":")[0]
            if max(spent, self.of_row(f"{sort}_spent") + ledger.tokens(self.today)) >= most[sort]:
                raise BudgetSpent(
                    f"What the AI does for one {NAMES[sort]} in a day is spent. It begins anew at midnight, UTC."
                )

    def of_row(self, name: str) -> int:
        """What for_asking() has brought along."""
        return getattr(self.run, name, 0)


def unavailable() -> str:
    """Why there is no point in a button for the AI, in words for the person who looks at it; nothing when there is."""
    if not settings.GEMINI_API_KEY:
        return gemini.NotConfigured.words
    if not settings.AI_ENABLED or shared.is_off():
        return SwitchedOff.words
    return ""


def switch(off: bool, by) -> bool:
    """For everybody, at once. Whether the workers know already; those that begin with a job see the row."""
    with transaction.atomic():
        AiSwitch.objects.update_or_create(pk=AiSwitch.ROW, defaults={"is_off": off, "changed_by": by})
    return shared.switch(off)


def abandon(reasons: dict[int, str]) -> None:
    """The jobs of these runs came to nothing: what was paid is in the ledger all the same. Part of a transaction."""
    for run in AiRun.objects.filter(pk__in=reasons, finished=None):
        run.fail(Asker(run).calls, reasons[run.pk])


def revive(ids: list[int]) -> None:
    """Somebody had their jobs retried."""
    AiRun.objects.filter(pk__in=ids).exclude(failure="").update(finished=None, failure="")
