"""A page of the public web from its URL, and nothing else from anywhere: whoever gives the URL is a stranger.

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
    "refuse",
]


def fetch(url: str) -> Page:
    """Raises FetchError. The HTTP library is loaded by those that fetch."""
    from judge.fetching.getting import get

    return get(url)


def refuse(url: str) -> None:
    """Raises Unsafe for what can be seen from the URL alone not to be fetched."""
    target_of(url)
