"""What a site has packed, unpacked no further than it may be long."""

import zlib
from collections.abc import Iterable

from judge.fetching.errors import TooBig, Unreadable
from judge.fetching.wanted import Wanted

ACCEPTED = "gzip, deflate"  # what comes in another packing, although we don't ask for it, isn't read
GZIP, ZLIB, RAW = zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS


def read(parts: Iterable[bytes], encoding: str, wanted: Wanted) -> bytes:
    """Raises TooBig as soon as there is more."""
    match encoding.strip().lower():
        case "" | "identity":
            pieces = parts
        case "gzip" | "x-gzip":
            pieces = unpacked(parts, wanted, GZIP)
        case "deflate":
            pieces = unpacked(parts, wanted)
        case other:
            raise Unreadable(f"The site sent the {wanted.noun} packed in a way that isn’t read here ({other[:20]}).")
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > wanted.most:
            raise TooBig(wanted.too_big)
    return bytes(body)


def unpacked(parts: Iterable[bytes], wanted: Wanted, form: int | None = None):
    """A step at a time: a bomb never gets room for more than one step. Sites say "deflate" of two forms."""
    unpacker = None
    for part in parts:
        if not part:
            continue
        if unpacker is None:
            unpacker = zlib.decompressobj(form or (ZLIB if is_zlib(part) else RAW))
        try:
            yield unpacker.decompress(part, wanted.most + 1)
        except zlib.error as error:
            raise Unreadable(f"The site sent a {wanted.noun} that can’t be unpacked.") from error
        if unpacker.unconsumed_tail:
            raise TooBig(wanted.too_big)


def is_zlib(part: bytes) -> bool:
    return part[0] & 0x0F == 8
