"""Test data and program output, stored once under the hash of their bytes. The rows remember, a storage keeps."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import zstandard
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.db.models.functions import Now

from judge import disk
from judge.models import Blob

BATCH = 200  # rows a statement: the inputs and answers of 100 tests
PART = 2**20  # bytes of a file that are read at once


class BlobError(Exception):
    """Stored data is missing or isn't what was stored: a broken machine, nobody's wrong answer."""


def put(data: bytes) -> str:
    return put_all([data])[0]


def put_file(file: BinaryIO) -> str:
    """As put(), without holding it in memory."""
    digest, packer = hashlib.sha256(), zstandard.ZstdCompressor().compressobj()
    size = 0
    with tempfile.TemporaryFile() as packed:
        while part := file.read(PART):
            size += len(part)
            digest.update(part)
            packed.write(packer.compress(part))
        packed.write(packer.flush())
        sha = digest.hexdigest()
        remember({sha: size})
        keep_packed(sha, File(packed, stored_name(sha)), packed.tell())
    return sha


def put_all(pieces: Iterable[bytes]) -> list[str]:
    """Store the pieces and return their hashes, in order: one statement for each 200 different ones.

    The row comes first, in a transaction of its own unless the caller has one; storing what is there already renews it.
    """
    hashes, fresh = [], {}
    for data in pieces:
        hashes.append(hashlib.sha256(data).hexdigest())
        fresh[hashes[-1]] = data
    remember({sha: len(data) for sha, data in fresh.items()})
    for sha, data in fresh.items():
        keep(sha, data)
    return hashes


def remember(sizes: dict[str, int]):
    """In the order of the hashes, so that two writers of the same pieces never wait for each other in a circle."""
    rows = [Blob(sha256=sha, size=size, last_used=Now()) for sha, size in sorted(sizes.items())]
    Blob.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["sha256"], update_fields=["last_used"]
    )


def keep(sha: str, data: bytes):
    """A file of another length is none of ours: it is written again."""
    packed = zstandard.compress(data)
    keep_packed(sha, ContentFile(packed), len(packed))


def keep_packed(sha: str, file: File, size: int):
    storage, name = storages["blobs"], stored_name(sha)
    if not (storage.exists(name) and storage.size(name) == size):
        storage.save(name, file)


def discard(sha: str):
    """The bytes, here and on this machine's disk. Only for whoever removes the row in the same transaction."""
    storages["blobs"].delete(stored_name(sha))
    (settings.BLOB_CACHE / sha[:2] / sha[2:]).unlink(missing_ok=True)


def stored_name(sha: str) -> str:
    return f"{sha[:2]}/{sha[2:]}.zst"


def read(sha: str, most: int | None = None) -> bytes:
    """The bytes, or the first `most` of them."""
    with path(sha).open("rb") as file:
        return file.read(-1 if most is None else most)


def path(sha: str) -> Path:
    """A file with these bytes on this machine's disk, fetched and checked if it isn't there yet."""
    local = settings.BLOB_CACHE / sha[:2] / sha[2:]
    if not disk.touch(local):
        disk.make_room(settings.BLOB_CACHE, settings.BLOB_CACHE_BYTES)
        fetch(sha, local)
    return local


def fetch(sha: str, local: Path):
    """Under another name first: whoever sees the file sees all of it."""
    local.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=local.parent, delete=False) as file:
        try:
            file.writelines(unpacked(sha))
            file.flush()
            os.chmod(file.name, 0o644)
            os.replace(file.name, local)
        except BaseException:
            os.unlink(file.name)
            raise


def unpacked(sha: str) -> Iterator[bytes]:
    """Part by part: it may be a gigabyte. Only behind the last of them it is known that they are right."""
    digest = hashlib.sha256()
    try:
        with storages["blobs"].open(stored_name(sha)) as file:
            for part in zstandard.ZstdDecompressor().read_to_iter(file):
                digest.update(part)
                yield part
    except (FileNotFoundError, zstandard.ZstdError) as error:
        raise BlobError(f"blob {sha}: {error}") from error
    if digest.hexdigest() != sha:
        raise BlobError(f"blob {sha}: the stored bytes have another hash")
