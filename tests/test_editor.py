"""The code editor by itself, on a page with the site's own Content-Security-Policy."""

import functools
import http.server
import threading

import pytest
from django.conf import settings

POLICY = "default-src 'none'; script-src 'self' 'nonce-n'; style-src 'self' 'nonce-n'; form-action 'self'"
PAGE = """<!doctype html><title>editor</title>
<form><label for="code">Code</label><textarea id="code" name="source" data-editor required>int main() {}</textarea>
<select name="language"><option>cpp</option><option>python</option></select><button>Submit</button></form>
<script type="module" src="/static/built/editor.js" nonce="n"></script>"""


class Server(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        if not self.path.startswith("/?") and self.path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address():
    handler = functools.partial(Server, directory=settings.BASE_DIR)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def editor(page, address):
    page.goto(address)
    return page.locator(".cm-content")


def test_it_shows_what_the_textarea_held_in_the_language_chosen(page, editor):
    assert editor.inner_text() == "int main() {}"
    assert page.locator("textarea").is_hidden()
    coloured = editor.locator("span").all_inner_texts()

    page.get_by_role("combobox").select_option("python")

    assert "int" in coloured
    assert editor.locator("span").all_inner_texts() != coloured


def test_its_styles_are_allowed_by_the_policy(page, editor):
    assert page.locator(".cm-gutters").evaluate("element => getComputedStyle(element).display") == "flex"


def test_ctrl_enter_sends_what_was_typed(page, editor):
    editor.press("Control+a")
    editor.type("print(1)")

    with page.expect_navigation():
        editor.press("Control+Enter")

    assert "source=print%281%29&language=cpp" in page.url


def test_tab_indents_and_escape_then_tab_leaves(page, editor):
    editor.press("Home")
    editor.press("Tab")
    indented = page.locator("textarea").input_value()
    editor.press("Escape")
    editor.press("Tab")

    assert indented == "    int main() {}"
    assert page.get_by_role("combobox").evaluate("element => element === document.activeElement")


def test_a_file_put_into_the_textarea_appears_in_it(page, editor):
    page.locator("textarea").evaluate("area => { area.value = 'x = 1'; area.dispatchEvent(new Event('change')) }")

    assert editor.inner_text() == "x = 1"
