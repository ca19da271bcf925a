"""Gemini's proposal in a browser: asked for, watched step by step, looked through, accepted, without a reload."""

import sys

import pytest
from playwright.sync_api import expect

from judge.models import AiRun
from judge.proposing.rounds import State
from tests.browser.test_every_page import VIOLATIONS
from tests.harness.processes import answers, free_port, wait_until
from tests.workshop import proposed
from tests.workshop.rows import fresh

PATIENCE = 120_000


@pytest.fixture
def draft(alice):
    return proposed.doubles(alice)


@pytest.fixture
def at(gemini, start, sign_in_at, page, alice):
    """A site with a key, and alice in it."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    options = ("--port", str(port), "--timeout-graceful-shutdown", "1")
    program = (sys.executable, "-m", "uvicorn")
    web = start("judge.asgi:application", *options, program=program, **gemini.environment)
    wait_until(lambda: answers(f"{address}/healthz"), web)
    sign_in_at(address, alice, page)
    yield address
    page.goto("about:blank")


def test_a_proposal_is_watched_looked_through_and_accepted(page, at, draft, gemini, start):
    """In its first round a wrong solution survives."""
    weak = proposed.GENERATORS["generators"][0] | {"lines": ["one 2"]}
    proposed.will(gemini, proposal_generators={"generators": [weak]})
    gemini.will(proposed.GENERATORS, task="proposal_repair")
    start("worker", "generation")
    start("worker", "ai", **gemini.environment)
    page.add_init_script(VIOLATIONS)
    page.goto(f"{at}/workshop/doubles/proposals")
    page.get_by_role("button", name="Write with Gemini").click()

    steps = page.locator("#proposing")
    expect(steps).to_contain_text("0 of 1 wrong solutions caught", timeout=PATIENCE)
    expect(page.locator("#pieces-title")).to_have_text("4 pieces to decide about", timeout=PATIENCE)
    expect(steps).to_contain_text("1 of 1 wrong solutions caught")

    square = page.get_by_role("article", name="square.py")
    square.get_by_text("Source").click()
    expect(square).to_contain_text("print(n * n)")
    square.get_by_role("button", name="Reject square.py").click()
    expect(square).to_contain_text("Rejected")
    page.get_by_role("button", name="Accept and generate tests").click()
    expect(page.locator("#tests-title")).to_have_text("4 tests", timeout=PATIENCE)

    document = fresh(draft).draft.document
    names = [one["path"].rsplit("/")[-1] for one in document["programs"]]
    assert names == ["reference.py", "validate.py", "slow.py", "one.py"]
    assert page.evaluate("violations") == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_fits_whatever_gemini_wrote(page, at, draft, alice, width, tmp_path):
    """Names and words as long as they may be, and mark-up in them."""
    hostile = "<img src=x onerror=alert(1)>" + "w" * 500
    piece = {
        "role": "wrong", "name": "w" * 40 + ".py", "language": "python3", "source": hostile * 20, "words": hostile,
        "expected": ["WA"], "kind": "", "lines": [hostile], "id": "wrong:w.py", "facts": [hostile], "doubts": [hostile],
        "is_recommended": False, "tests": [{"input": hostile, "accepts": True, "why": hostile}],
    }  # fmt: skip
    caught = [{"name": "x.py", "role": "slow", "why": hostile}]
    step = {"round": 1, "step": "ask", "done": 1, "goal": 1, "is_over": True, "words": hostile}
    state = State(pieces=[piece], caught=caught, steps=[step], note=hostile)
    run = AiRun.objects.create(kind="proposal", key="x", problem=draft, requested_by=alice, document=state.document())
    run.finish({name: [] for name in ("in", "out", "cost")} | {"v": 1}, state.document())
    AiRun.objects.update(calls=None)
    page.set_viewport_size({"width": width, "height": 740})
    page.add_init_script(VIOLATIONS)

    page.goto(f"{at}/workshop/doubles/proposals")
    for words in ("Source", "1 unit test", "Adds 1 line to the script"):
        page.get_by_text(words, exact=True).click()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("violations") == [] and page.locator("#proposal img").count() == 0
