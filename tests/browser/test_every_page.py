"""What holds for all pages: nothing breaks the Content-Security-Policy, and everything fits a telephone."""

import pytest
from django.contrib.auth import get_user_model

from judge.markup import sanitised
from judge.models import Job
from judge.verdict import Verdict
from tests.factories import publish
from tests.web.conftest import judged

PAGES = [
    "/",
    "/problems/",
    "/problems/?q=sum",
    "/problems/sums/",
    "/problems/sums/?lang=ko",
    "/submissions/",
    "/jobs/",
    "/statistics/",
    "/password/",
]
STAFFS = ["/jobs/", "/operations/queues/"]
STRANGERS = ["/", "/problems/", "/problems/sums/", "/login/", "/signup/"]
OURS = [
    "/admin/",
    "/admin/judge/submission/",
    "/admin/judge/job/",
    "/admin/judge/upload/add/",
    "/admin/judge/airun/",
    "/admin/django_rq/dashboard/",
    "/admin/rq/",
    "/admin/rq/queues/0/",
    "/admin/rq/workers/0/",
]
VIOLATIONS = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) =>
        window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


@pytest.fixture
def visit(site):
    def visit(page, addresses):
        """What is blocked on each page, and whether it fits."""
        page.add_init_script(VIOLATIONS)
        wrong = {}
        for address in addresses:
            page.goto(site + address, wait_until="load")
            found = page.evaluate("violations")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append("it is wider than the window")
            if found:
                wrong[address] = found
        return wrong

    return visit


@pytest.fixture
def failed(published, charlie):
    outputs = {"verdict": Verdict.WRONG_ANSWER, "output": b"x" * 500 + b"\n", "stderr": b"y" * 500}
    return judged(published, charlie, {2: outputs, 3: {"verdict": Verdict.TIME_LIMIT}})


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_fits_and_keeps_the_policy(page, visit, failed, sign_in, charlie, width):
    page.set_viewport_size({"width": width, "height": 740})
    strangers = visit(page, STRANGERS)
    sign_in(charlie)
    job = Job.objects.create(kind="run_submission", queue="execution", subject=failed.pk, requested_by=charlie)
    own = visit(page, [*PAGES, f"/submissions/{failed.pk}/", f"/jobs/{job.pk}/"])
    sign_in(get_user_model().objects.create_superuser("root"))

    assert {**strangers, **own, **visit(page, [*STAFFS, f"/jobs/{job.pk}/"])} == {}


def test_prose_wraps_as_prose_does_on_a_telephone(page, site, sums, sign_in, charlie):
    """A checker's words, and a formula with the comma that follows it."""
    formulas = " ".join(f'{"i" * (n % 17)} <math display="inline"><mi>m</mi></math>,' for n in range(200))
    checker = {"kind": "program", "path": "check.py", "args": []}
    publish(sums, tests=[(b"1\n", b"1\n")], checker=checker, statements={"en": sanitised(formulas, [])})
    wrong = {"verdict": Verdict.WRONG_ANSWER, "output": b"2\n", "message": b"the path does not end at the exit. " * 20}
    submission = judged(sums, charlie, {1: wrong})
    sign_in(charlie)
    page.set_viewport_size({"width": 360, "height": 740})

    page.goto(f"{site}/submissions/{submission.pk}/")
    said = page.locator("pre", has_text="the path does not end")
    assert said.evaluate("pre => pre.scrollWidth <= pre.clientWidth && pre.clientHeight > 100")
    page.goto(f"{site}/problems/sums/")
    words = page.locator(".statement .whole")
    assert words.evaluate_all("all => all.map(word => word.getClientRects().length)") == [1] * 200


def test_the_admins_pages_keep_their_policy(browser, visit, failed, sign_in):
    """The dashboard has faults of its own, so its console isn't looked at."""
    page = browser.new_page()
    sign_in(get_user_model().objects.create_superuser("root"), page)

    assert visit(page, OURS) == {}
    page.close()
