"""The ledger in the admin, and the switch that takes effect at once."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db.models.functions import Now
from django.utils import timezone

from judge import asking, ledger
from judge import gemini as ai
from judge.gemini import shared
from judge.models import AiRun, AiSwitch
from tests.ai.conftest import Number
from tests.gemini.answers import Fails, Says

LIST = "/admin/judge/airun/"


@pytest.fixture
def boss(client, db):
    user = get_user_model().objects.create_superuser("boss", password="of-everything")
    client.force_login(user)
    return user


def make(user, kind="hints", **fields):
    return AiRun.objects.create(kind=kind, key="k", requested_by=user, **fields)


def ask(user, asker=None):
    run = AiRun.objects.for_asking().get(pk=make(user).pk)
    return (asker or asking.Asker(run)).ask("count", Number, source="1")


@pytest.fixture(autouse=True)
def counting(prompt_files):
    prompt_files("count", "Count.", "{{data: source}}")


def test_the_page_adds_up_the_day(client, boss, alice):
    make(alice, cost=1_500_000, input_tokens=1000, output_tokens=200, finished=Now())
    make(alice, cost=500_000, input_tokens=10, failure="Blocked", finished=Now())
    make(alice, "extraction", cost=250_000)
    old = make(alice, cost=9_000_000)
    AiRun.objects.filter(pk=old.pk).update(created="2020-01-01T00:00Z")

    page = client.get(LIST).content.decode()

    row = "<td>Hints</td><td>2</td><td>1</td><td>0</td><td>1010</td><td>200</td><td>$2.0000</td>"
    assert row in page
    assert "<td>Extraction</td><td>1</td><td>0</td><td>1</td>" in page
    assert "$2.2500 of $10" in page


def test_a_run_tells_each_of_its_calls(client, boss, alice, gemini):
    gemini.will({"number": 1})
    run = AiRun.objects.for_asking().get(pk=make(alice).pk)
    asker = asking.Asker(run)
    asker.ask("count", Number, source="1")
    run.finish(asker.calls, {"v": 1})
    page = client.get(f"{LIST}{run.pk}/change/").content.decode()
    assert "count 1 (gemini-3.8-flash, seed" in page and "ok, 1000 + 200 tokens, $0.003" in page


def test_nobody_writes_in_the_ledger(client, boss, alice):
    run = make(alice)
    assert client.post(f"{LIST}{run.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403


def test_the_switch_stops_the_very_next_call_of_a_job_that_runs(client, boss, alice, gemini):
    gemini.will({"number": 1}, {"number": 2})
    run = AiRun.objects.for_asking().get(pk=make(alice).pk)
    asker = asking.Asker(run)
    asker.ask("count", Number, source="1")

    client.post(f"{LIST}switch/", {"off": "1"})

    with pytest.raises(ai.SwitchedOff):
        asker.ask("count", Number, source="2")
    assert "Switch the AI on" in client.get(LIST).content.decode()
    client.post(f"{LIST}switch/", {"on": "1"})
    assert asker.ask("count", Number, source="2") == Number(number=2)


@pytest.mark.parametrize("first", [Fails(503), Says("nonsense")], ids=["fails", "nonsense"])
def test_the_switch_stops_what_would_be_asked_again(alice, gemini, monkeypatch, first):
    """Somebody switches it off while a call is waited for, or the pause behind it."""
    gemini.will(first, {"number": 1})
    monkeypatch.setattr("judge.gemini.retrying.sleep", lambda seconds: asking.switch(True, alice))
    with pytest.raises(ai.SwitchedOff):
        ask(alice)
    assert gemini.count() == 1


def test_what_was_paid_for_nonsense_may_leave_nothing_for_another_try(alice, gemini, settings, quick):
    settings.AI_TOKENS_PER_USER_PER_DAY = 1200
    gemini.will(Says("nonsense"), {"number": 1})
    with pytest.raises(ai.BudgetSpent):
        ask(alice)
    assert gemini.count() == 1


def test_a_redis_that_forgets_the_switch_does_not_switch_it_on(client, boss, alice, gemini):
    client.post(f"{LIST}switch/", {"off": "1"})
    shared.connection().delete(shared.OFF)
    with pytest.raises(ai.SwitchedOff):
        ask(alice)
    assert not gemini.calls


def test_the_setting_switches_it_off_too(alice, gemini, settings):
    settings.AI_ENABLED = False
    with pytest.raises(ai.SwitchedOff):
        ask(alice)
    assert asking.unavailable() == ai.SwitchedOff.words


def test_who_may_not_switch_does_not(client, alice, gemini):
    alice.is_staff = True
    alice.save()
    client.force_login(alice)
    client.post(f"{LIST}switch/", {"off": "1"})
    assert not AiSwitch.objects.exists() and not shared.is_off()


def test_the_switch_without_redis_is_told_as_such(client, boss, monkeypatch):
    monkeypatch.setattr(shared, "connection", lambda: (_ for _ in ()).throw(OSError("away")))
    page = client.post(f"{LIST}switch/", {"off": "1"}, follow=True).content.decode()
    assert "Redis is away" in page and AiSwitch.objects.get().is_off


def test_a_person_s_day_has_an_end(alice, charlie, gemini, settings):
    settings.AI_TOKENS_PER_USER_PER_DAY = 1000
    make(alice, input_tokens=900, output_tokens=100)
    gemini.will({"number": 1})
    with pytest.raises(ai.BudgetSpent, match="one person"):
        ask(alice)
    assert ask(charlie) == Number(number=1)


def test_a_problem_s_day_has_an_end(alice, sums, gemini, settings):
    settings.AI_TOKENS_PER_PROBLEM = 1000
    make(alice, "extraction", problem=sums, input_tokens=1000)
    run = AiRun.objects.for_asking().get(pk=make(alice, "proposal", problem=sums).pk)
    with pytest.raises(ai.BudgetSpent, match="one problem"):
        asking.Asker(run).ask("count", Number, source="1")


def test_everybody_s_money_has_an_end(alice, charlie, gemini, settings):
    settings.AI_COST_PER_DAY = 1
    make(charlie, cost=1_000_000)
    with pytest.raises(ai.BudgetSpent):
        ask(alice)
    assert not gemini.calls


def test_a_run_that_goes_on_another_day_has_that_day_s_budget(alice, sums, gemini, settings):
    """What it was told yesterday is in its ledger still."""
    settings.AI_TOKENS_PER_PROBLEM = 1200
    run = make(alice, "proposal", problem=sums)
    asker = asking.Asker(AiRun.objects.for_asking().get(pk=run.pk))
    gemini.will({"number": 1}, {"number": 2})
    asker.ask("count", Number, source="1")
    run.fail(asker.calls, "What the AI does for one problem in a day is spent.")
    with pytest.raises(ai.BudgetSpent, match="midnight"):
        asking.Asker(AiRun.objects.for_asking().get(pk=run.pk)).ask("count", Number, source="2")

    AiRun.objects.filter(pk=run.pk).update(created=timezone.now() - timedelta(days=1))
    shared.connection().delete(*shared.connection().keys("ai:spent:*"))
    asker = asking.Asker(AiRun.objects.for_asking().get(pk=run.pk))
    assert asker.ask("count", Number, source="2") == Number(number=2) and asker.tokens == 2400
    with pytest.raises(ai.BudgetSpent):
        asker.ask("count", Number, source="3")


def test_what_was_spent_yesterday_is_forgotten(alice, gemini, settings):
    settings.AI_COST_PER_DAY = 1
    AiRun.objects.filter(pk=make(alice, cost=5_000_000).pk).update(created="2020-01-01T00:00Z")
    gemini.will({"number": 1})
    assert ask(alice) == Number(number=1)


def test_what_other_jobs_are_spending_counts_before_their_rows_are_written(alice, gemini, settings):
    settings.AI_TOKENS_PER_USER_PER_DAY = 1500
    gemini.will({"number": 1}, {"number": 1})
    begun = [asking.Asker(AiRun.objects.for_asking().get(pk=make(alice).pk)) for _ in range(3)]
    for asker in begun[:2]:
        asker.ask("count", Number, source="1")
    with pytest.raises(ai.BudgetSpent):
        begun[2].ask("count", Number, source="1")


def test_a_model_without_a_price_is_taken_for_the_dearest(settings):
    settings.AI_PRICES = {"a": [1, 2], "b": [0.5, 9]}
    assert ledger.cost("c", 10, 10) == 100
