"""A stranger's picture is drawn anew, or refused with a reason."""

import pytest

from judge import images
from judge.extraction.redrawing import DrawingError, pen
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
