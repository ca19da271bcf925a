"""A newcomer's first problem: from "New problem" to what solvers see. Real site, real workers, real sandbox."""

import time

import pytest
from playwright.sync_api import expect

from judge.models import Invocation, Problem

STATEMENT = "Given $a$ and $b$, print $a + b$.\n\n## Input\n\nOne line with $a$ and $b$.\n\n## Output\n\nTheir sum.\n"
RIGHT = "a, b = map(int, input().split())\nprint(a + b)\n"
ABSOLUTE = "a, b = map(int, input().split())\nprint(abs(a) + b)\n"
SMALL = "a, b = map(int, input().split())\nprint(a + b if b < 1000 else 0)\n"
VALID = """import re, sys
if not re.fullmatch(r"-?[0-9]+ -?[0-9]+\\n", sys.stdin.read()):
    print("two numbers on one line")
    sys.exit(43)
sys.exit(42)
"""
GEN = """import random, sys
most, seed = map(int, sys.argv[1:])
random.seed(seed)
print(random.randint(-most, most), random.randint(-most, most))
"""
SCRIPT = "gen 10 {1..9}\n[secret/large]\ngen 1000000 {10..29}"
PATIENCE = 60  # seconds


class Newcomer:
    """Goes where the page says what comes next, and counts the pages that are loaded for it."""

    def __init__(self, page, site):
        self.page, self.site = page, site
        self.moves = self.loads = 0
        page.on("domcontentloaded", lambda _: self.count())

    def count(self):
        self.loads += 1

    def move(self, act):
        """Something that leads to another page."""
        self.moves += 1
        with self.page.expect_navigation(wait_until="load"):
            act()

    def open(self, address):
        self.move(lambda: self.page.goto(self.site + address))

    def follow(self, name):
        self.move(self.page.get_by_role("link", name=name, exact=True).first.click)

    def press(self, name):
        self.move(self.page.get_by_role("button", name=name).first.click)

    def go_on(self, words):
        """To what the page says is next."""
        expect(self.page.locator("#next")).to_contain_text(words)
        self.move(self.page.locator("#next a").click)

    def paste(self, text, into):
        into.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def code(self, text, form):
        self.paste(text, self.page.locator(f"{form} .cm-content"))

    def sees(self, place, words):
        """Without doing anything: it comes."""
        expect(self.page.locator(place)).to_contain_text(words, timeout=PATIENCE * 1000)

    def add(self, words, name, text, button, gets=None):
        self.go_on(words)
        self.page.get_by_label("File name").fill(name)
        if gets:
            self.page.get_by_label("It should get").select_option(gets)
        self.code(text, "#new")
        self.press(button)
        self.sees("#checks", "✓ compiles")


class WithoutJavaScript(Newcomer):
    """Has plain text fields, and looks again by hand."""

    def code(self, text, form):
        self.page.locator(f"{form} textarea").first.fill(text)

    def paste(self, text, into):
        into.fill(text)

    def sees(self, place, words):
        found, deadline = self.page.locator(place).filter(has_text=words), time.monotonic() + PATIENCE
        while not found.count() and time.monotonic() < deadline:
            time.sleep(0.3)
            self.page.goto(self.page.url.partition("#")[0])
        expect(found).to_have_count(1)


@pytest.fixture
def workers(start):
    start("worker", "generation")
    start("worker", "execution")


def the_beginning(who):
    who.open("/workshop/")
    who.follow("New problem")
    who.page.get_by_label("Title").fill("Adding up")
    who.press("Begin")
    expect(who.page.locator("#readiness")).to_contain_text("The statement has no text in any language")
    who.follow("Statement")
    who.paste(STATEMENT, who.page.get_by_label("Text"))


def programs(who):
    who.add("Add a right solution", "right.py", RIGHT, "Add the solution")
    expect(who.page.get_by_text("reference: it writes the answers")).to_be_visible()
    who.add("Add a wrong solution", "absolute.py", ABSOLUTE, "Add the solution", "Wrong answer")
    who.follow("Solutions 2")
    who.page.get_by_label("File name").fill("small.py")
    who.page.get_by_label("It should get").select_option("Wrong answer")
    who.code(SMALL, "#new")
    who.press("Add the solution")
    who.add("Add a validator", "valid.py", VALID, "Add the validator")
    who.add("Add a generator", "gen.py", GEN, "Add the generator")


def the_tests(who):
    who.go_on("Make tests")
    expect(who.page.get_by_text("A test a line")).to_be_visible()  # how it is written, where nothing is
    who.code(SCRIPT, "#script")


def a_sample(who):
    who.go_on("Add a sample")
    expect(who.page.get_by_label("Sample, shown with the statement")).to_be_checked()
    who.page.get_by_label("Input", exact=True).fill("1 2\n")
    who.press("Add")
    who.sees("#tests-title", "30 tests")
    expect(who.page.locator("#tests")).to_contain_text("no answer yet")
    expect(who.page.locator("#tests")).to_contain_text("1 isn’t validated yet")
    who.go_on("Validate and answer the tests")
    who.press("Generate tests")
    who.sees("#tests", "all valid and answered")


def readiness(who):
    who.go_on("See what is left")
    who.press("Run every solution")
    who.sees("#ready-title", "Ready to be published")


def publishing(who):
    who.follow("Publish …")
    who.press("Publish revision")
    who.sees("#readiness", "solvers see this revision")


def the_solvers_side(who):
    who.open("/problems/")
    who.follow("Adding up")
    expect(who.page.get_by_text("Their sum.")).to_be_visible()
    expect(who.page.locator(".samples")).to_contain_text("1 2")
    who.code(ABSOLUTE, "#submit")
    who.page.get_by_label("Language").select_option("Python 3")
    who.press("Submit")
    who.sees("#headline", "Wrong answer on test")


def test_a_newcomer_makes_a_problem_without_a_reload(page, site, alice, sign_in, workers):
    sign_in(alice)
    who = Newcomer(page, site)
    the_beginning(who)
    expect(page.locator("#preview math").first).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    programs(who)
    the_tests(who)
    expect(page.locator("#script-said")).to_contain_text("The script makes 29 tests.")
    who.press("Generate tests")
    who.sees("#tests-title", "29 tests")
    expect(page.get_by_role("link", name="Tests 29")).to_be_visible()
    a_sample(who)

    who.follow("Invocations")
    who.press("Run all solutions")
    who.sees("#invoking", "all 90 run")
    who.sees("#invoking", "all as expected")
    assert Invocation.objects.count() == 1 and page.locator("td.wa").count() > 10
    who.follow("Strength")
    expect(page.locator("#strength")).to_contain_text("2 of 2 wrong solutions are killed")

    readiness(who)
    publishing(who)
    the_solvers_side(who)
    assert who.loads == who.moves


def test_a_newcomer_makes_a_problem_without_javascript(browser, site, alice, sign_in, workers):
    context = browser.new_context(java_script_enabled=False, locale="en")
    page = context.new_page()
    page.set_default_timeout(20_000)
    sign_in(alice, page)
    who = WithoutJavaScript(page, site)
    the_beginning(who)
    who.press("Save")
    expect(page.locator("#preview math").first).to_be_visible()
    programs(who)
    the_tests(who)
    who.press("Generate tests")
    who.sees("#tests-title", "29 tests")
    a_sample(who)
    who.follow("Invocations")
    who.press("Run all solutions")
    who.sees("#invoking", "all 90 run")
    readiness(who)
    publishing(who)
    assert Problem.objects.get(slug="adding-up").is_published
    context.close()
