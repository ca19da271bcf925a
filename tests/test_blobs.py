import os
import tracemalloc
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from judge import blobs, disk
from judge.models import Blob

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.BLOB_CACHE = tmp_path / "cache"
    settings.STORAGES = settings.STORAGES | {
        "blobs": {
            "BACKEND": "judge.storage.Folder",
            "OPTIONS": {"location": str(tmp_path / "blobs")},
        }
    }


def stored_file(sha):
    return storages["blobs"].path(blobs.stored_name(sha))


def test_what_is_put_is_read_back():
    sha = blobs.put(b"3 4\n\x00\xff")

    assert blobs.read(sha) == b"3 4\n\x00\xff"
    assert blobs.read(sha, most=3) == b"3 4"
    assert Blob.objects.get(pk=sha).size == 6


def test_many_pieces_cost_one_statement_and_equal_ones_are_stored_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        hashes = blobs.put_all([b"a", b"b", b"a"])

    assert hashes[0] == hashes[2] != hashes[1]
    assert Blob.objects.count() == 2


def test_storing_it_again_renews_its_last_use():
    sha = blobs.put(b"a")
    long_ago = timezone.now() - timezone.timedelta(days=9)
    Blob.objects.update(last_used=long_ago)

    blobs.put(b"a")

    assert Blob.objects.get(pk=sha).last_used > long_ago + timezone.timedelta(days=8)


def test_a_half_written_file_is_written_again():
    sha = blobs.put(b"a" * 1000)
    with open(stored_file(sha), "r+b") as file:
        file.truncate(5)

    blobs.put(b"a" * 1000)

    assert blobs.read(sha) == b"a" * 1000


def test_a_damaged_file_is_an_error_not_data():
    sha, other = blobs.put_all([b"right", b"wrong"])
    with open(stored_file(other), "rb") as source, open(stored_file(sha), "wb") as target:
        target.write(source.read())

    with pytest.raises(blobs.BlobError, match="another hash"):
        blobs.read(sha)


def test_a_missing_file_is_an_error():
    with pytest.raises(blobs.BlobError, match="blob 0000"):
        blobs.read("0" * 64)


def test_the_copies_on_this_machine_are_bounded_and_the_last_used_stay(settings, monkeypatch):
    settings.BLOB_CACHE_BYTES = 2500
    monkeypatch.setattr(disk, "LOOK", 0)
    old, recent, new = blobs.put_all([b"o" * 1000, b"r" * 1000, b"n" * 1000])
    yesterday = timezone.now().timestamp() - 86400
    for sha, used in ((old, yesterday), (recent, yesterday + 9)):
        os.utime(blobs.path(sha), (used, used))
    in_use = blobs.path(blobs.put(b"u" * 1000))

    blobs.path(new)

    names = {path.parent.name + path.name for path in settings.BLOB_CACHE.rglob("*") if path.is_file()}
    assert names == {recent, new, in_use.parent.name + in_use.name}
    assert blobs.read(old) == b"o" * 1000


def test_a_large_piece_is_fetched_part_by_part():
    sha = blobs.put(bytes(32 * 2**20))
    tracemalloc.start()
    try:
        local = blobs.path(sha)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert local.stat().st_size == 32 * 2**20 and peak < 4 * 2**20


def test_a_small_piece_is_whole_as_soon_as_it_is_there(monkeypatch):
    sha, seen = blobs.put(b"1 2\n"), []

    def replace(source, target):
        seen.append(Path(source).read_bytes())

    monkeypatch.setattr("judge.blobs.os.replace", replace)
    blobs.path(sha)

    assert seen == [b"1 2\n"]
