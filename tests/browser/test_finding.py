from playwright.sync_api import expect


def test_the_list_follows_what_is_typed(page, site, published):
    page.goto(f"{site}/problems/")
    field = page.get_by_role("main").get_by_role("searchbox")

    field.press_sequentially("nothing")
    expect(page.get_by_text("Nothing found for “nothing”.")).to_be_visible()
    expect(page).to_have_url(f"{site}/problems/?q=nothing&tag=")
    field.fill("합")
    expect(page.get_by_role("link", name="Sums")).to_be_visible()


def test_going_back_leads_to_the_list_before(page, site, published):
    page.goto(f"{site}/problems/")
    page.get_by_role("main").get_by_role("searchbox").press_sequentially("nothing")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    page.go_back()

    expect(page.get_by_role("link", name="Sums")).to_be_visible()
