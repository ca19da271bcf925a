"""The real SDK, talking to a Gemini on this machine."""

import pytest

from judge import gemini as ai
from tests.ai.conftest import Number
from tests.gemini.answers import Blocks, Fails, HangsUp, Raw, Says, quota, truncated


def test_an_answer_is_what_the_schema_says(gemini, question):
    gemini.will({"number": 7})

    reply = ai.ask(question, Number)

    assert (reply.data, reply.model, reply.finish) == (Number(number=7), "gemini-3.5-flash", "STOP")
    assert (reply.prompt_tokens, reply.output_tokens) == (1000, 200)
    assert gemini.calls[0].config["responseSchema"]["properties"] == {"number": {"title": "Number", "type": "INTEGER"}}


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
