"""A statement's pictures: taken by what they are, bounded, shown, removed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from judge import blobs, images
from judge.images import ImageError, checked_name
from judge.models import DraftBlob, Problem

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
SVG = b'<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
LAUGHS = b'<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><svg>&b;</svg>'
ADDRESS = "/workshop/sums/images/"


@pytest.mark.parametrize(
    ("name", "data", "called"),
    [
        ("map.png", PNG, "map.png"),
        ("C:\\pictures\\My Map (1).PNG", PNG, "my-map-1.png"),
        ("a.jpeg", b"\xff\xd8\xff\xe0", "a.jpeg"),
        ("a.gif", b"GIF89a", "a.gif"),
        ("a.webp", b"RIFF\1\2\3\4WEBPVP8 ", "a.webp"),
        ("a.svg", SVG, "a.svg"),
        ("그림.svg", b'<!DOCTYPE svg PUBLIC "x" "y"><svg/>', "image.svg"),
    ],
)
def test_a_picture_is_known_by_its_bytes(name, data, called):
    assert checked_name(name, data) == called


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.png", b"<script>", "no PNG, JPEG"),
        ("a.png", b"", "no PNG, JPEG"),
        ("a.svg", b"<html/>", "no PNG, JPEG"),
        ("a.svg", b"<svg>", "no PNG, JPEG"),
        ("a.svg", LAUGHS, "no PNG, JPEG"),
        ("a.png", b"GIF89a", "it is a GIF image: call it a.gif"),
        ("a", PNG, "it is a PNG image: call it a.png"),
    ],
)
def test_what_is_none_is_refused(name, data, said):
    with pytest.raises(ImageError, match=said):
        checked_name(name, data)


def add(client, *files, **headers):
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(ADDRESS, {"images": sent, "language": "en"}, headers=headers)


def there():
    return Problem.objects.with_draft().get(slug="sums").draft.document["images"]


def test_it_is_added_kept_shown_and_removed(as_alice, sums):
    response = add(as_alice, ("map.png", PNG), ("tree.svg", SVG))

    assert response.status_code == 302 and response.url.endswith("/statement?lang=en")
    assert there() == {"map.png": blobs.put(PNG), "tree.svg": blobs.put(SVG)}
    assert DraftBlob.objects.count() == 2
    assert "![…](map.png)" in as_alice.get("/workshop/sums/statement").text
    shown = as_alice.get(ADDRESS + "tree.svg")
    assert shown["Content-Type"] == "image/svg+xml" and "sandbox" in shown["Content-Security-Policy"]

    as_alice.post(ADDRESS + "map.png/remove")
    assert set(there()) == {"tree.svg"} and as_alice.get(ADDRESS + "map.png").status_code == 404


def test_the_list_is_drawn_anew_and_the_preview_told(as_alice, sums):
    response = add(as_alice, ("map.png", PNG), **{"HX-Request": "true"})

    assert response["HX-Trigger"] == "images-changed" and "<html" not in response.text and "map.png" in response.text


def test_the_same_name_takes_its_place(as_alice, sums):
    add(as_alice, ("map.png", PNG))
    add(as_alice, ("map.png", PNG + b"another"))

    assert there() == {"map.png": blobs.put(PNG + b"another")}


def test_of_several_all_are_taken_or_none(as_alice, sums):
    response = add(as_alice, ("map.png", PNG), ("evil.png", b"<script>"))

    assert response.status_code == 422 and "evil.png: this is no PNG" in response.text and there() == {}


def test_one_that_is_too_large_and_one_too_many_are_refused(as_alice, sums, monkeypatch):
    monkeypatch.setattr(images, "MOST", 1000)
    assert "at most" in add(as_alice, ("map.png", PNG + b"x" * 1000)).text
    monkeypatch.setattr(images, "MOST_OF_ALL", 1)
    assert add(as_alice, ("map.png", PNG)).status_code == 302
    assert "at most 1 images" in add(as_alice, ("tree.png", PNG)).text
    assert set(there()) == {"map.png"}


def test_none_at_all_is_said(as_alice, sums):
    assert "Choose a file first." in add(as_alice).text
