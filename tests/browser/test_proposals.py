"""Gemini's proposal in a browser: asked for, watched step by step, looked through, accepted, without a reload."""

import sys

import pytest
from playwright.sync_api import expect

from judge import blobs, draft_programs, drafting
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
    expect(page.locator("#next")).to_contain_text("Add a wrong solution")

    steps = page.locator("#proposing")
    expect(steps).to_contain_text("0 of 1 wrong solutions caught", timeout=PATIENCE)
    expect(page.locator("#pieces-title")).to_have_text("4 pieces to decide about", timeout=PATIENCE)
    expect(steps).to_contain_text("1 of 1 wrong solutions caught")
    expect(page.locator("#next")).to_have_text("")  # what is next are the pieces
    expect(page.get_by_role("button", name="Write anew")).to_be_visible()

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


def test_what_the_search_finds_is_shown_without_another_call(page, at, draft, gemini, start):
    blind = proposed.written("blind", "n = int(input())\nprint(0 if n > 80 else 2 * n)\n", verdict="WA")
    dice = "import random, sys\nrandom.seed(int(sys.argv[1]))\nprint(random.randint(1, 99))\n"
    generators = [proposed.written("dice", dice, kind="random", lines=["dice 1", "dice 2"])]
    slow = proposed.SOLUTIONS["slow"]
    proposed.will(
        gemini, proposal_solutions={"slow": slow, "wrong": [blind]}, proposal_generators={"generators": generators}
    )
    start("worker", "generation")
    start("worker", "ai", **gemini.environment)
    page.goto(f"{at}/workshop/doubles/proposals")
    page.get_by_role("button", name="Write with Gemini").click()

    expect(page.locator("#pieces-title")).to_have_text("4 pieces to decide about", timeout=PATIENCE)
    steps = page.locator("#proposing")
    expect(steps).to_contain_text("0 of 1 wrong solutions caught")
    expect(steps).to_contain_text("1 of 1 caught by other words for the generators")
    offer = page.get_by_role("article", name="dice.py")
    offer.get_by_text("Adds 3 lines to the script").click()
    expect(offer).to_contain_text("# found by a search")
    assert gemini.count("proposal_repair") == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_a_persons_own_is_replaced_only_by_them_who_have_seen_it(page, at, draft, alice, width):
    before = b"# mine\nimport sys\nprint(sys.argv[1])\n"
    path = draft_programs.add(draft, alice, "generator", "one.py", "python3", before)
    source = "import sys\n\nprint(int(sys.argv[1]))\n"
    piece = proposed.a_piece("generator", "one.py", source=source, lines=["one 3", "one 4"], found=["one 4"])
    proposed.offered(draft, alice, piece)
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script(VIOLATIONS)
    page.goto(f"{at}/workshop/doubles/proposals")
    offer = page.get_by_role("article", name="one.py")
    expect(offer.get_by_role("button", name="Accept as one-2.py")).to_be_visible()
    offer.get_by_text("Adds 2 lines").click()
    assert page.evaluate("document.documentElement.scrollWidth") == width

    shown = draft_programs.shown(fresh(draft).draft.program(path), "one.py")
    draft_programs.edit(draft, alice, path, "one.py", {}, b"# mine, too\n" + before, drafting.mark(shown))
    offer.get_by_role("button", name="Put it in the place of the draft’s one.py").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("was changed in revision")
    expect(alert).to_be_in_viewport()
    expect(offer).to_contain_text("# mine, too")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    offer.get_by_role("button", name="Put it in the place of the draft’s one.py").click()
    expect(offer).to_contain_text("in the place of what had its name")
    (sha,) = fresh(draft).draft.program(path)["files"].values()
    assert blobs.read(sha) == source.encode()
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
