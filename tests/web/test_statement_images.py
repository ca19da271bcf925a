import pytest

from judge import blobs
from judge.models import Problem
from tests.factories import publish

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def illustrated(sums):
    files = {"map.png": PNG, "page.html": b"<script>alert(1)</script>", "a.svg": b"<svg/>"}
    images = {name: blobs.put(data) for name, data in files.items()}
    publish(sums, tests=[(b"1", b"1")], images=images)
    return sums


def test_it_is_served_as_an_image_and_nothing_else(client, illustrated):
    response = client.get("/problems/sums/images/map.png")

    assert response.getvalue() == PNG
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "max-age" in response["Cache-Control"]


def test_it_is_not_sent_twice(client, illustrated):
    etag = client.get("/problems/sums/images/map.png")["ETag"]

    assert client.get("/problems/sums/images/map.png", headers={"If-None-Match": etag}).status_code == 304


def test_a_drawing_may_run_no_script(client, illustrated):
    assert "sandbox" in client.get("/problems/sums/images/a.svg")["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["page.html", "nothing.png", "..%2Fmap.png"])
def test_nothing_else_is_served(client, illustrated, name):
    assert client.get(f"/problems/sums/images/{name}").status_code == 404


def test_a_drafts_images_are_for_its_people(client, illustrated, alice):
    Problem.objects.update(state=Problem.State.DRAFT)

    assert client.get("/problems/sums/images/map.png").status_code == 404
    client.force_login(alice)
    assert client.get("/problems/sums/images/map.png").status_code == 200
