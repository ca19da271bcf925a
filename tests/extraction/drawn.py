"""Pictures for tests, and what only looks like one."""

import os
import struct
import zlib
from base64 import b64decode, b64encode


def base64(data):
    return b64encode(data).decode()


RED, GREEN, BLUE = (200, 30, 30), (30, 150, 30), (30, 30, 200)


def png(width=60, height=40, colour=RED, extra=b""):
    row = b"\0" + bytes(colour) * width
    return raw_png(width, height, row * height, extra=extra)


def raw_png(width, height, rows, depth=8, colours=2, extra=b""):
    header = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0)
    parts = [chunk(b"IHDR", header), extra, chunk(b"IDAT", zlib.compress(rows, 9)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def noise(width, height=1100):
    """Of several MB, however it is packed."""
    return raw_png(width, height, b"".join(b"\0" + os.urandom(3 * width) for _ in range(height)))


GIF = b64decode(
    "R0lGODdhKAAeAIEAAAAAyAAAAAAAAAAAACwAAAAAKAAeAEAIOgABCBxIsKDBgwgTKlzIsKHDhxAjSpxIsaLFixgzatzIsaPHjyBD"
    "ihxJsqTJkyhTqlzJsqXLlzAxBgQAOw=="
)
MOVING = b64decode(
    "R0lGODdhKAAeAIEAAAAAyAAAAAAAAAAAACwAAAAAKAAeAAAIOgABCBxIsKDBgwgTKlzIsKHDhxAjSpxIsaLFixgzatzIsaPHjyBD"
    "ihxJsqTJkyhTqlzJsqXLlzAxBgQALAAAAAAoAB4AgQDIAAAAAAAAAAAAAAg6AAEIHEiwoMGDCBMqXMiwocOHECNKnEixosWLGDNq"
    "3Mixo8ePIEOKHEmypMmTKFOqXMmypcuXMDEGBAA7"
)
WEBP = b64decode(
    "UklGRkoAAABXRUJQVlA4ID4AAACwAwCdASooAB4APm02l0ikIyIhJWgAgA2JZwB2APwA/AAAYZmBYAD+0Mr//6MFwHA99L//9jMftGf43gAAAA=="
)
TURNED = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/4QA8RXhpZgAATU0AKgAAAAgAAgEOAAIAAAANAAAAJgESAAMAAAABAAYAAAAAAABTRUNSRVQt"
    "UExBQ0UAAP/bAEMAKBweIx4ZKCMhIy0rKDA8ZEE8Nzc8e1hdSWSRgJmWj4CMiqC05sOgqtqtiozI/8va7vX///+bwf////r/5v3/"
    "+P/AAAsIAB4AKAEBEQD/xAAfAAABBQEBAQEBAQAAAAAAAAAAAQIDBAUGBwgJCgv/xAC1EAACAQMDAgQDBQUEBAAAAX0BAgMABBEF"
    "EiExQQYTUWEHInEUMoGRoQgjQrHBFVLR8CQzYnKCCQoWFxgZGiUmJygpKjQ1Njc4OTpDREVGR0hJSlNUVVZXWFlaY2RlZmdoaWpz"
    "dHV2d3h5eoOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4eLj5OXm5+jp6vHy8/T1"
    "9vf4+fr/2gAIAQEAAD8AvUUUUUUUUUUUUUUUUUUUV//Z"
)
PIXEL = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><script>alert(1)</script></svg>'
TEXT = chunk(b"tEXt", b"Comment\0<script>alert(1)</script>")
BOMBS = {
    "pixels": raw_png(30_000, 30_000, bytes(30_000 // 8 + 1) * 30_000, depth=1, colours=0),
    "header": raw_png(2**31 - 1, 2**31 - 1, b""),
    "text": png(extra=chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(100_000_000), 9))),
    "cut": png()[:50],
    "broken": raw_png(60, 40, b"\xff" * 60),
    "html": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "svg": SVG,
    "svg that says PNG": b"\x89PNG\r\n\x1a\n" + SVG,
    "nothing": b"",
    "zip": b"PK\x03\x04" + bytes(100),
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file\n",
    "TIFF": b"II*\0\x08\0\0\0" + bytes(100),
}
