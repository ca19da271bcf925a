from playwright.sync_api import expect

from judge.models import Submission


def test_a_double_click_is_one_submission(page, site, published, sign_in, charlie, write):
    sign_in(charlie)
    page.goto(f"{site}/problems/sums/")
    write("print(3)")
    page.get_by_role("button", name="Submit").dblclick()

    expect(page.locator("#headline")).to_contain_text("Queued")
    assert Submission.objects.count() == 1


def test_code_edited_after_going_back_is_another_one(page, site, published, sign_in, charlie, write):
    sign_in(charlie)
    page.goto(f"{site}/problems/sums/")
    for code in ("print(3)", "print(4)"):
        write(code)
        page.get_by_role("button", name="Submit").click()
        expect(page.locator("#headline")).to_contain_text("Queued")
        page.go_back()

    assert [submission.source for submission in Submission.objects.order_by("pk")] == ["print(3)", "print(4)"]


def test_a_refusal_leaves_the_code_in_the_editor(page, site, published, sign_in, charlie, write):
    sign_in(charlie)
    page.goto(f"{site}/problems/sums/")
    charlie.plan.daily_executions = 0
    charlie.plan.save()
    write("print(42)")
    page.get_by_role("button", name="Submit").click()

    expect(page.get_by_role("alert")).to_contain_text("Your plan allows 0 submissions a day")
    expect(page.get_by_role("textbox", name="Code")).to_have_text("print(42)")


def test_nothing_is_sent_without_code(page, site, published, sign_in, charlie):
    sign_in(charlie)
    page.goto(f"{site}/problems/sums/")
    page.get_by_role("button", name="Submit").click()

    expect(page.get_by_text("There is no code yet.")).to_be_visible()
    expect(page).to_have_url(f"{site}/problems/sums/")
