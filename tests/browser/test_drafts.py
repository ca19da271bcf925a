"""Code that somebody is writing is never lost."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def editor(page, site, published):
    page.goto(f"{site}/problems/sums/")
    return page.locator(".cm-content")


def test_it_survives_a_reload_with_its_language(page, editor, write):
    page.get_by_label("Language").select_option("Java")
    write("class Main {}")
    expect(page.get_by_text("draft saved")).to_be_visible()

    page.reload()

    expect(editor).to_have_text("class Main {}")
    expect(page.get_by_label("Language")).to_have_value("java")


def test_each_language_has_its_own(page, editor, write):
    choose = page.get_by_label("Language").select_option
    choose("C")
    write("int main() {}")
    expect(page.get_by_text("draft saved")).to_be_visible()
    choose("Java")
    expect(editor).to_have_text("int main() {}")  # perhaps pasted before the language was chosen
    write("class Main {}")
    expect(page.get_by_text("draft saved")).to_be_visible()
    choose("C")
    expect(editor).to_have_text("int main() {}")
    choose("Java")
    expect(editor).to_have_text("class Main {}")


def test_what_is_chosen_and_pasted_while_the_page_loads_stays(page, editor, site, write):
    """The page remembers another language, and a draft in this one."""
    page.get_by_label("Language").select_option("Python 3")
    write("print(1)")
    expect(page.get_by_text("draft saved")).to_be_visible()
    page.get_by_label("Language").select_option("Java")

    held = []
    page.route("**/draft*.js", lambda route: held.append(route))
    page.goto(f"{site}/problems/sums/", wait_until="commit")
    page.get_by_label("Language").select_option("Python 3")
    write("print(2)")
    held[0].continue_()
    expect(page.get_by_text("draft saved").or_(page.get_by_text("draft restored"))).to_be_visible()
    expect(page.get_by_label("Language")).to_have_value("python3")
    expect(editor).to_have_text("print(2)")


def test_it_waits_behind_the_sign_up(page, site, editor, write):
    page.get_by_label("Language").select_option("Python 3")
    write("print('kept')")
    page.get_by_role("button", name="Submit").click()

    page.get_by_role("button", name="Sign up").click()
    page.get_by_label("Name").fill("erin")
    page.get_by_label("Password", exact=True).fill("elephants-in-rain")
    page.get_by_label("Password confirmation").fill("elephants-in-rain")
    page.get_by_role("button", name="Sign up").click()

    expect(page).to_have_url(f"{site}/problems/sums/")
    expect(editor).to_have_text("print('kept')")
    expect(page.get_by_label("Language")).to_have_value("python3")


def test_a_file_brings_its_language(page, editor, tmp_path):
    file = tmp_path / "solution.cpp"
    file.write_text("int main() { return 7; }")

    page.locator("input[type=file]").set_input_files(file)

    expect(editor).to_have_text("int main() { return 7; }")
    expect(page.get_by_label("Language")).to_have_value("cpp")


def test_too_much_is_said_before_it_is_sent(page, site, editor, tmp_path):
    file = tmp_path / "large.py"
    file.write_text("#" * 300_000)

    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Submit").click()

    expect(page.get_by_text("300,000 bytes: at most 262,144 are taken")).to_be_visible()
    expect(page).to_have_url(f"{site}/problems/sums/")
