"""The pictures that a statement may show: known by their bytes, whatever a file's name says."""

import re
from pathlib import PurePosixPath
from xml.parsers import expat

from django.utils.text import slugify

MOST = 4 * 2**20  # bytes of one
MOST_OF_ALL = 100  # of a problem
LONGEST_NAME = 80
SUFFIXES = {
    "PNG": (".png",),
    "JPEG": (".jpg", ".jpeg"),
    "GIF": (".gif",),
    "WebP": (".webp",),
    "SVG": (".svg",),
}
BEGINNINGS = {
    "PNG": rb"\x89PNG\r\n\x1a\n.{4}IHDR",
    "JPEG": rb"\xff\xd8\xff",
    "GIF": rb"GIF8[79]a",
    "WebP": rb"RIFF.{4}WEBP",
}


class ImageError(Exception):
    """What is wrong with a file that should be a picture."""


def checked_name(name: str, data: bytes) -> str:
    """What a statement calls it: letters, digits and - only, so that Markdown and TeX can."""
    path = PurePosixPath(name.replace("\\", "/"))
    kind = kind_of(data)
    if kind is None:
        raise ImageError("this is no PNG, JPEG, GIF, WebP or SVG image")
    if len(data) > MOST:
        raise ImageError(f"it has {len(data):,} bytes; an image has at most {MOST // 2**20} MiB")
    if path.suffix.lower() not in SUFFIXES[kind]:
        raise ImageError(f"it is a {kind} image: call it {path.stem[:LONGEST_NAME]}{SUFFIXES[kind][0]}")
    return (slugify(path.stem)[:LONGEST_NAME] or "image") + path.suffix.lower()


def kind_of(data: bytes) -> str | None:
    for kind, beginning in BEGINNINGS.items():
        if re.match(beginning, data, re.DOTALL):
            return kind
    return "SVG" if is_svg(data) else None


def is_svg(data: bytes) -> bool:
    """Well-formed, its root element <svg>, and without entities of its own, which could be a billion laughs."""
    seen: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, _: seen.append(name)
    parser.EntityDeclHandler = lambda *_: seen.append("entity")
    try:
        parser.Parse(data[: MOST + 1], True)
    except expat.ExpatError:
        return False
    return seen[0] in ("svg", "http://www.w3.org/2000/svg svg")
