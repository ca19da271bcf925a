"""A stranger's picture is drawn anew, or refused with a reason."""

import pytest

from judge import images
from judge.extraction import redrawing
from judge.extraction.redrawing import DrawingError, pen
from judge.sandbox import Command
from tests.extraction import drawn


@pytest.fixture(scope="module")
def drawing():
    with pen() as drawing:
        yield drawing


@pytest.mark.parametrize("body", drawn.BOMBS.values(), ids=list(drawn.BOMBS))
def test_what_is_no_picture_or_too_much_of_one_is_refused(drawing, body):
    with pytest.raises(DrawingError) as caught:
        drawing.redraw(body)
    assert str(caught.value).startswith("It ") and str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("body", "kind", "size", "moves"),
    [
        (drawn.png(), "PNG", (60, 40), False),
        (drawn.GIF, "PNG", (40, 30), False),
        (drawn.MOVING, "PNG", (40, 30), True),
        (drawn.WEBP, "PNG", (40, 30), False),
        (drawn.TURNED, "JPEG", (40, 30), False),
        (drawn.png(4000, 3), "PNG", (4000, 3), False),
    ],
)
def test_a_picture_becomes_one_that_every_page_can_show(drawing, body, kind, size, moves):
    made = drawing.redraw(body)
    assert images.kind_of(made.data) == kind and made.suffix in images.SUFFIXES[kind]
    assert ((made.width, made.height), made.moves) == (size, moves)
    again = drawing.redraw(made.data)
    assert again.width <= 1600 and (again.width, again.height) in (
        size,
        size[::-1],
        (1600, 1),
    )  # turned, or made smaller


LOOK = """
import io, sys
from PIL import Image
image = Image.open(io.BytesIO(sys.stdin.buffer.read()))
print(image.mode, image.info.get("transparency"), *(image.getpixel((x, 0)) for x in range(image.width)))
"""


@pytest.mark.parametrize(("extra", "clear"), [(b"", "None"), (drawn.chunk(b"tRNS", b"\x80\0"), "128")])
def test_one_in_16_bits_of_grey_keeps_its_shades(drawing, extra, clear):
    row = b"\0" + b"".join(bytes([shade, 77]) for shade in range(0, 256, 4))
    made = drawing.redraw(drawn.raw_png(64, 40, row * 40, depth=16, colours=0, extra=extra))
    command = Command(args=("/usr/bin/python3", "-c", LOOK), stdin=made.data, limits=redrawing.LIMITS)
    assert drawing.box.run(command).stdout.decode().split() == ["L", clear, *map(str, range(0, 256, 4))]


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b".png 60 40\n" + drawn.png(),
        b".png 60 40 0",
        b".png 60 40 0\n" + drawn.SVG,
        b".jpg 60 40 0\n" + drawn.png(),
        b".svg 60 40 0\n" + drawn.SVG,
        b"/../../a.png 60 40 0\n" + drawn.png(),
        b".png -1 40 0\n" + drawn.png(),
        b".png " + b"9" * 5000 + b" 40 0\n" + drawn.png(),
        b"\xff 60 40 0\n" + drawn.png(),
    ],
)
def test_what_the_sandbox_says_is_not_believed(drawing, monkeypatch, said):
    monkeypatch.setattr(redrawing, "REDRAW", f"import sys; sys.stdout.buffer.write({said!r})")
    with pytest.raises(DrawingError):
        drawing.redraw(drawn.png())


def test_what_it_refuses_with_is_fit_for_a_row(drawing, monkeypatch):
    monkeypatch.setattr(redrawing, "REDRAW", "import sys; sys.exit('refused: \\0' + 'x' * 5000)")
    with pytest.raises(DrawingError) as caught:
        drawing.redraw(drawn.png())
    assert "\0" not in str(caught.value) and len(str(caught.value)) < 300


def test_nothing_stays_in_it_that_is_no_picture(drawing):
    made = drawing.redraw(drawn.png(extra=drawn.TEXT) + drawn.SVG)
    assert b"script" not in made.data and b"svg" not in made.data
    assert b"SECRET-PLACE" in drawn.TURNED and b"SECRET-PLACE" not in drawing.redraw(drawn.TURNED).data


def test_one_that_is_too_big_once_it_is_drawn_is_refused(drawing):
    assert len(drawing.redraw(drawn.noise(1100)).data) > 3 * 2**20
    with pytest.raises(DrawingError, match="has more than 4 MiB"):
        drawing.redraw(drawn.noise(1300))


def test_the_same_picture_is_drawn_the_same(drawing):
    assert drawing.redraw(drawn.TURNED) == drawing.redraw(drawn.TURNED)
