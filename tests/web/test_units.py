from datetime import timedelta

import pytest
from django.utils import timezone

from web.templatetags.algoitny import ago, milliseconds, numbered, ordinal, seconds, size


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (1000, "1,000 bytes"),
        (1024, "1 KiB"),
        (65536, "64 KiB"),
        (100_000, "97.7 KiB"),
        (256 * 2**20, "256 MiB"),
        (2 * 2**30, "2 GiB"),
        (3000 * 2**30, "3000 GiB"),
        (None, ""),
    ],
)
def test_sizes(count, words):
    assert size(count) == words


def test_times():
    assert (seconds(1.0), seconds(0.5), milliseconds(12), milliseconds(None)) == ("1 s", "0.5 s", "0.012 s", "")
    assert ago(timezone.now()) == "just now"
    assert ago(timezone.now() - timedelta(hours=3, minutes=20)).replace("\xa0", " ") == "3 hours ago"


def test_ordinals():
    numbers = [1, 2, 3, 4, 11, 12, 13, 21, 102, 111]
    assert " ".join(map(ordinal, numbers)) == "1st 2nd 3rd 4th 11th 12th 13th 21st 102nd 111th"


def test_lines_are_numbered_by_the_style_sheet():
    assert numbered("a < b\n\nc\n") == "<span>a &lt; b\n</span><span>\n</span><span>c\n</span>"
