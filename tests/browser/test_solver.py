"""What the site is for, from the first visit on: real site, real worker, real sandbox."""

from playwright.sync_api import expect

WRONG = "a, b = map(int, input().split())\nprint(abs(a + b) or 1)\n"
RIGHT = "a, b = map(int, input().split())\nprint(a + b)\n"


def test_a_newcomer_learns_why_their_code_is_wrong(page, site, start, published, write):
    start("worker", "execution")
    page.goto(site)
    page.get_by_role("link", name="Sign up").click()
    page.get_by_label("Name").fill("erin")
    page.get_by_label("Password", exact=True).fill("elephants-in-rain")
    page.get_by_label("Password confirmation").fill("elephants-in-rain")
    page.get_by_role("button", name="Sign up").click()

    page.get_by_role("banner").get_by_role("searchbox").fill("sum")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Sums").click()
    expect(page.get_by_role("heading", name="Input")).to_be_visible()
    page.get_by_role("link", name="한국어").click()
    expect(page.get_by_text("두 수를 더하라.")).to_be_visible()

    page.get_by_label("Language").select_option("Python 3")
    write(WRONG)
    page.get_by_role("button", name="Submit").click()

    expect(page.locator("#headline")).to_contain_text("Wrong answer on test 3 of 4")
    expect(page.locator("#strip > li")).to_have_text(list("✓✓✕✕"))
    expect(page).to_have_title("Wrong answer on test 3 · Sums")
    expect(page.locator("#input")).to_have_text("-5 5")
    expect(page.locator("#output mark")).to_have_text("1")
    expect(page.locator("#expected mark")).to_have_text("0")

    page.get_by_role("link", name="Edit and resubmit").click()
    expect(page.get_by_role("textbox", name="Code")).to_contain_text("or 1")
    write(RIGHT)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#headline")).to_contain_text("Accepted on all 4 tests")

    page.get_by_role("link", name="Submissions").click()
    expect(page.get_by_role("row")).to_have_count(3)  # with the one that names the columns
    page.get_by_role("link", name="Problems").click()
    expect(page.get_by_text("✓ Solved")).to_be_visible()


def test_all_of_it_works_without_javascript(browser, site, start, published, sign_in, charlie):
    start("worker", "execution")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(20_000)
    sign_in(charlie, page)

    page.goto(f"{site}/problems/sums/")
    page.get_by_label("Language").select_option("Python 3")
    page.get_by_label("Code").fill(WRONG)
    page.get_by_role("button", name="Submit").click()

    expect(page.locator("#headline")).to_contain_text("Wrong answer on test 3 of 4")
    expect(page.locator("#output mark")).to_have_text("1")
    context.close()
