"""The real SDK, talking to a Gemini on this machine."""

from typing import Annotated

import pytest
from pydantic import BaseModel, Field

from judge import gemini as ai
from judge.gemini import breaker, client, prompts
from judge.redis import connection
from tests.ai.conftest import Number
from tests.gemini.answers import Blocks, Drips, Fails, HangsUp, Raw, Says, quota, truncated
from tests.harness.processes import free_port, wait_until


def test_an_answer_is_what_the_schema_says(gemini, question):
    gemini.will({"number": 7})

    reply = ai.ask(question, Number)

    assert (reply.data, reply.model, reply.finish) == (Number(number=7), "gemini-3.8-flash", "STOP")
    assert (reply.prompt_tokens, reply.output_tokens) == (1000, 200)
    assert gemini.calls[0].config["responseSchema"]["properties"] == {"number": {"type": "INTEGER"}}


class Limited(BaseModel):
    title: Annotated[str, Field(min_length=1, max_length=3)] = "one"
    numbers: list[Number] = Field(max_length=4)


def test_limits_are_kept_from_gemini_which_refuses_many_and_are_ours_to_check(gemini, question):
    gemini.will({"title": "four", "numbers": []}, {"title": "two", "numbers": [{"number": 2}]})

    assert ai.ask(question, Limited).data.numbers == [Number(number=2)]

    sent = gemini.calls[0].config["responseSchema"]
    numbers = sent["properties"].pop("numbers")
    assert (sent["properties"], sent["property_ordering"]) == ({"title": {"type": "STRING"}}, ["title", "numbers"])
    assert set(numbers) == {"type", "items"} and numbers["items"]["properties"] == {"number": {"type": "INTEGER"}}


def test_the_temperature_is_the_models_own_unless_somebody_sets_it(gemini, prompt_files, settings):
    prompt_files("count", "You count.", "How many?")
    gemini.will({"number": 7}, {"number": 8})
    ai.ask(prompts.load("count"), Number)
    settings.AI_TEMPERATURE = 0.5
    ai.ask(prompts.load("count"), Number)
    assert [call.config.get("temperature") for call in gemini.calls] == [None, 0.5]


def test_a_connection_serves_many_calls_until_it_is_closed(gemini, question):
    gemini.will(*[{"number": number} for number in range(3)])
    for _ in range(3):
        ai.ask(question, Number)
    assert (gemini.connections, gemini.open_connections) == (1, 1)

    client.close()

    wait_until(lambda: gemini.open_connections == 0)


def test_no_connection_is_left_open_by_a_call_that_fails(gemini, question, quick, settings):
    settings.AI_CALL_SECONDS = 0.7
    gemini.will(HangsUp(), Drips())
    with pytest.raises(ai.TimedOut):
        ai.ask(question, Number)
    client.close()
    wait_until(lambda: gemini.open_connections == 0)


def test_without_a_key_nobody_is_called(gemini, question, settings):
    settings.GEMINI_API_KEY = ""
    with pytest.raises(ai.NotConfigured, match="GEMINI_API_KEY"):
        ai.ask(question, Number)
    assert not gemini.calls


@pytest.mark.parametrize(
    ("answers", "error", "calls"),
    [
        ([Fails(400)], ai.BadRequest, 1),
        ([Fails(401)], ai.WrongKey, 1),
        ([Fails(403)], ai.WrongKey, 1),
        ([quota()] * 3, ai.QuotaExhausted, 3),
        ([Fails(500)] * 4, ai.Overloaded, 4),
        ([Fails(503)] * 4, ai.Overloaded, 4),
        ([Raw(b"<html>a proxy's page</html>", status=502)] * 4, ai.Overloaded, 4),
        ([HangsUp()] * 4, ai.Overloaded, 4),
        ([Raw(b'{"candidates": [', 5000)] * 4, ai.Overloaded, 4),
        ([Raw(b"no JSON at all")] * 4, ai.Overloaded, 4),
        ([Raw(b"[1, 2, 3]")] * 2, ai.Nonsense, 2),
        ([Raw(b"{}")] * 2, ai.Nonsense, 2),
        ([Says("no JSON")] * 2, ai.Nonsense, 2),
        ([Says({"number": "many"})] * 2, ai.Nonsense, 2),
        ([truncated({"number": 123456789012345})], ai.Truncated, 1),
        ([Blocks()], ai.Blocked, 1),
        ([Blocks(prompt=False)], ai.Blocked, 1),
    ],
    ids=str,
)
def test_each_failure_is_told_apart_and_tried_again_in_its_own_way(gemini, question, quick, answers, error, calls):
    gemini.will(*answers)
    with pytest.raises(error):
        ai.ask(question, Number)
    assert gemini.count() == calls


def test_what_may_go_better_is_tried_again_after_longer_and_longer_pauses(gemini, question, quick):
    gemini.will(Fails(503), Fails(500), HangsUp(), {"number": 7})

    assert ai.ask(question, Number).data.number == 7

    assert 0.5 <= quick[0] <= 1 <= quick[1] <= 2 <= quick[2] <= 4


def test_who_is_told_when_to_come_back_comes_back_then(gemini, question, quick):
    gemini.will(quota(7), {"number": 7})
    with pytest.raises(ai.QuotaExhausted):  # nobody waits in this test
        ai.ask(question, Number)
    assert 7 <= quick[0] <= 8
    with pytest.raises(ai.Resting) as caught:  # by everybody, until then
        ai.ask(question, Number)
    assert 6 < caught.value.seconds <= 7 and gemini.count() == 1


def test_a_day_s_quota_is_not_waited_for(gemini, question, quick):
    gemini.will(quota(3600))
    with pytest.raises(ai.QuotaExhausted) as caught:
        ai.ask(question, Number)
    assert (caught.value.retry_after, quick) == (3600, [])


def test_nothing_is_tried_when_there_is_no_time_left(gemini, question, quick):
    gemini.will(*[Fails(503)] * 4)
    with pytest.raises(ai.Overloaded):
        ai.ask(question, Number, within=0.5)
    assert gemini.count() == 1


@pytest.mark.parametrize("answer", [Says({"number": 7}, after=30), Drips()], ids=str)
def test_a_slow_answer_is_not_waited_for_longer_than_a_call_may_take(gemini, question, quick, settings, answer):
    settings.AI_CALL_SECONDS = 0.7
    gemini.will(answer, answer)
    with pytest.raises(ai.TimedOut):
        ai.ask(question, Number)
    assert gemini.count() == 2


def test_nobody_listens_there(gemini, question, quick, settings):
    settings.GEMINI_BASE_URL = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(ai.Overloaded, match="ConnectError"):
        ai.ask(question, Number)


def test_a_wrong_key_is_told_as_such(gemini, question, settings):
    settings.GEMINI_API_KEY = "another key"
    with pytest.raises(ai.WrongKey, match="API key not valid"):
        ai.ask(question, Number)


def test_a_huge_answer_is_not_read_to_its_end(gemini, question, quick, monkeypatch):
    monkeypatch.setattr("judge.gemini.bounded.MOST", 10_000)
    gemini.will(*[Says("x" * 20_000)] * 4)
    with pytest.raises(ai.Overloaded, match="10000 bytes"):
        ai.ask(question, Number)


def test_what_a_failure_has_cost_is_told(gemini, question, quick):
    gemini.will(Says("no JSON", prompt_tokens=500, output_tokens=50), {"number": 7})
    told = []
    ai.ask(question, Number, told=told.append)
    assert [(each.ended, each.prompt_tokens, each.output_tokens) for each in told] == [
        ("Nonsense", 500, 50),
        ("ok", 1000, 200),
    ]


def test_after_nonsense_another_seed_is_asked_with_and_after_a_failure_the_same(gemini, question, quick):
    gemini.will(Says("no JSON"), Fails(503), {"number": 7})
    told = []
    ai.ask(question, Number, told=told.append)
    first, second, third = (call.body["generationConfig"]["seed"] for call in gemini.calls)
    assert [each.seed for each in told] == [first, second, third] and first != second == third


def test_a_gemini_that_fails_all_the_time_is_left_alone_by_all_workers(gemini, question, quick):
    gemini.will(*[Fails(503)] * 8)
    for _ in range(2):
        with pytest.raises(ai.Overloaded):
            ai.ask(question, Number)
    assert gemini.count() == breaker.FAILURES

    with pytest.raises(ai.Resting, match="left alone"):
        ai.ask(question, Number)

    assert gemini.count() == breaker.FAILURES


def test_behind_a_rest_one_tries_it_and_the_others_wait_for_what_comes_of_it(gemini, question, quick):
    for _ in range(breaker.FAILURES):
        breaker.failed(question.model)
    connection().hset(breaker.key(question.model), "until", 1)

    assert [breaker.rest(question.model) for _ in range(2)] == [0, 1]
    breaker.worked(question.model)
    assert breaker.rest(question.model) == 0


def test_each_rest_is_longer_than_the_last(gemini, question):
    rests = []
    for _ in range(breaker.FAILURES + 8):
        breaker.failed(question.model)
        rests.append(round(breaker.rest(question.model)))
    assert rests[: breaker.FAILURES - 1] == [0] * (breaker.FAILURES - 1)
    assert rests[breaker.FAILURES - 1 :][:3] == [15, 30, 60]
    assert rests[-1] == breaker.LONGEST


def test_the_server_streams_as_gemini_does(gemini):
    gemini.will({"number": 7})
    stream = client.client_of(gemini.key, gemini.url).models.generate_content_stream(
        model="gemini-3.8-flash", contents="How many?", config={"response_mime_type": "application/json"}
    )
    assert "".join(chunk.text for chunk in stream) == '{"number": 7}'
