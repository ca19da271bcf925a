"""What somebody brought, and what is known of it already.

{"url"}, or {"url", "text"}, or {"url", "pdf": a blob's hash, "name"}: the URL of a text or a PDF says where it is from.
"""

import hashlib

from django.core.cache import cache

from judge import platforms

KEPT = 3600  # seconds


def key_of(asked: dict) -> str:
    """The same for the same page, text or file. A text's URL says where it is from, so it belongs to it."""
    url = platforms.normalised(asked["url"]) if asked.get("url") else ""
    what = next((what for what in ("text", "pdf") if asked.get(what)), "url")
    said = url if what == "url" else f"{url}\0{asked[what]}"
    return f"{what}:{hashlib.sha256(said.encode(errors='replace')).hexdigest()[:40]}"


def cached(key: str) -> dict | None:
    """What came out within the last hour."""
    return cache.get(f"extraction:{key}")


def keep(key: str, document: dict) -> None:
    cache.set(f"extraction:{key}", document, KEPT)


def held(document: dict) -> str | None:
    """The blob that it can't do without: the PDF that was brought, or the pictures of a page."""
    return document["asked"].get("pdf") or document.get("album") or None
