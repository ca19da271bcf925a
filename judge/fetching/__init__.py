"""A page or picture of the public web from its URL, and nothing else from anywhere: who gives the URL is a stranger.

- wanted: what may be asked for
- target: the URL, taken apart once, and refused when it isn't plainly a public page's
- addresses: which addresses are public
- connecting: the name looked up once, the connection to a checked address, all of it within a time
- decoding: unpacked no further than it may be long
- getting: GET, redirects, and what an answer means
- errors: why not, in words for people
"""

from judge.fetching.errors import (
    Broken,
    FetchError,
    NotFound,
    Refused,
    TooBig,
    TooSlow,
    Unreachable,
    Unreadable,
    Unsafe,
)
from judge.fetching.page import Page
from judge.fetching.target import target_of

__all__ = [
    "Broken",
    "FetchError",
    "NotFound",
    "Page",
    "Refused",
    "TooBig",
    "TooSlow",
    "Unreachable",
    "Unreadable",
    "Unsafe",
    "fetch",
    "fetch_picture",
    "refuse",
]


def fetch(url: str) -> Page:
    """Raises FetchError. The HTTP library is loaded by those that fetch."""
    from judge.fetching.getting import page

    return page(url)


def fetch_picture(url: str, seconds: float) -> bytes:
    """Likewise. What the site calls a picture: nobody has looked at it yet."""
    from judge.fetching.getting import picture

    return picture(url, seconds)


def refuse(url: str) -> None:
    """Raises Unsafe for what can be seen from the URL alone not to be fetched."""
    target_of(url)
