"""The sites whose problems people come with: from a URL, or "boj 1000", to (platform, number)."""

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit


class Name(NamedTuple):
    """What a problem is called where it comes from."""

    platform: str
    number: str


LONGEST = 100  # characters of a number; LeetCode's are whole titles

TITLES = {
    "baekjoon": "Baekjoon",
    "codeforces": "Codeforces",
    "gym": "Codeforces Gym",
    "atcoder": "AtCoder",
    "leetcode": "LeetCode",
    "kattis": "Kattis",
}

SPELLINGS = {
    "boj": "baekjoon", "acmicpc": "baekjoon", "bj": "baekjoon", "백준": "baekjoon", "cf": "codeforces",
    "lc": "leetcode", "ac": "atcoder",
} | {platform: platform for platform in TITLES}  # fmt: skip

# Tried in order. What the groups hold, joined, is the number.
URLS = [
    (platform, re.compile(rf"(?:https?://)?(?:[\w-]+\.)?{pattern}(?:[/?#].*)?", re.IGNORECASE))
    for platform, pattern in [
        ("baekjoon", r"acmicpc\.net/problem/(\d+)"),
        ("baekjoon", r"boj\.kr/(\d+)"),
        ("gym", r"codeforces\.com/gym/(\d+)/problem/(\w+)"),
        ("gym", r"codeforces\.com/problemset/gymProblem/(\d+)/(\w+)"),
        ("gym", r"codeforces\.com/group/\w+/contest/(\d+)/problem/(\w+)"),
        ("codeforces", r"codeforces\.com/(?:problemset/problem/(\d+)|contest/(\d+)/problem)/(\w+)"),
        ("codeforces", r"codeforces\.com/contest/(\d+)/([a-z]\d?)"),  # and not its standings
        ("atcoder", r"atcoder\.jp/contests/[\w-]+/tasks/([\w-]+)"),
        ("leetcode", r"leetcode\.(?:com|cn)/(?:contest/[\w-]+/)?problems/([\w-]+)"),
        ("kattis", r"kattis\.com/(?:[\w./-]+/)?problems/([\w-]+)"),
    ]
]
PAGES = {  # by what is left of a number's parts: the same problem under one address, of those that it has
    "baekjoon": "https://www.acmicpc.net/problem/{}",
    "gym": "https://codeforces.com/gym/{}/problem/{}",
    "codeforces": "https://codeforces.com/contest/{}/problem/{}",
}
SAME_PAGE = {
    "",
    "description",
}  # behind a problem's address; what else is there may be anybody's: solutions, editorials
CHOOSES = {"lang", "locale", "l", "hl"}  # a statement's language, where an address says it
TRACKS = re.compile(r"utm_\w+|fbclid|gclid|igshid|mc_[ce]id|ref|ref_src|si|spm")  # say who sent us
CASE_MATTERS_NOT = {"codeforces": str.upper, "gym": str.upper}


def recognise(text: str) -> Name | None:
    """What the text names, when it is a platform's URL or its name and a number: "boj 1000", "codeforces 1A"."""
    return from_url(text.strip()) or from_words(text)


def from_url(url: str) -> Name | None:
    for platform, pattern in URLS:
        if found := pattern.fullmatch(url):
            name = named(platform, "".join(filter(None, found.groups())))
            return name if len(name.number) <= LONGEST else None
    return None


def normalised(url: str) -> str:
    """One address for all that lead to the same page, as far as an address can tell."""
    parts = urlsplit(url.strip() if "//" in url else f"https://{url.strip()}")
    host, port = (parts.hostname or "").rstrip("."), f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    if home := known_page(f"{host}{parts.path}"):
        return home + query_of(parts.query, lambda name: name in CHOOSES)
    query = query_of(parts.query, lambda name: not TRACKS.fullmatch(name))
    return f"{parts.scheme.lower()}://{host}{port}{parts.path.rstrip('/') or '/'}{query}"


def known_page(address: str) -> str:
    """Of a platform; "" for any other address."""
    for platform, pattern in URLS:
        if (found := pattern.fullmatch(address)) and is_all(found):
            number = [CASE_MATTERS_NOT.get(platform, str.lower)(group) for group in filter(None, found.groups())]
            shortest = f"https://{address[: found.end(found.re.groups)].lower()}"
            return PAGES[platform].format(*number) if platform in PAGES else shortest
    return ""


def is_all(found: re.Match[str]) -> bool:
    """Whether the address leads to the problem, and to nothing below it."""
    return found.string[found.end(found.re.groups) :].strip("/").lower() in SAME_PAGE


def query_of(query: str, is_kept: Callable[[str], bool]) -> str:
    """Whatever encoding its letters are in: what can't be read stays apart."""
    found = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    kept = sorted((name, value) for name, value in found if is_kept(name))
    return f"?{urlencode(kept, errors='surrogateescape')}" if kept else ""


def from_words(text: str) -> Name | None:
    words = re.fullmatch(r"\s*([^\W\d_]+)[\s:#-]*(\S+)\s*", text)
    if not words or words[1].lower() not in SPELLINGS:
        return None
    return named(SPELLINGS[words[1].lower()], words[2])


def named(platform: str, number: str) -> Name:
    return Name(platform, CASE_MATTERS_NOT.get(platform, str.lower)(number))


def is_url(text: str) -> bool:
    return bool(re.match(r"\s*(https?://|www\.)\S+\s*$", text, re.IGNORECASE))
