"""The sites whose problems people come with: from a URL, or "boj 1000", to (platform, number)."""

import re
from typing import NamedTuple


class Name(NamedTuple):
    """What a problem is called where it comes from."""

    platform: str
    number: str


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
        (
            "codeforces",
            r"codeforces\.com/(?:problemset/problem|contest|problemset/gymProblem)/(\d+)/(?:problem/)?(\w+)",
        ),
        ("atcoder", r"atcoder\.jp/contests/[\w-]+/tasks/([\w-]+)"),
        ("leetcode", r"leetcode\.(?:com|cn)/(?:contest/[\w-]+/)?problems/([\w-]+)"),
        ("kattis", r"kattis\.com/(?:[\w./-]+/)?problems/([\w-]+)"),
    ]
]
CASE_MATTERS_NOT = {"codeforces": str.upper, "gym": str.upper}


def recognise(text: str) -> Name | None:
    """What the text names, when it is a platform's URL or its name and a number: "boj 1000", "codeforces 1A"."""
    return from_url(text.strip()) or from_words(text)


def from_url(url: str) -> Name | None:
    for platform, pattern in URLS:
        if found := pattern.fullmatch(url):
            return named(platform, "".join(found.groups()))
    return None


def from_words(text: str) -> Name | None:
    words = re.fullmatch(r"\s*([^\W\d_]+)[\s:#-]*(\S+)\s*", text)
    if not words or words[1].lower() not in SPELLINGS:
        return None
    return named(SPELLINGS[words[1].lower()], words[2])


def named(platform: str, number: str) -> Name:
    return Name(platform, CASE_MATTERS_NOT.get(platform, str.lower)(number))


def is_url(text: str) -> bool:
    return bool(re.match(r"\s*(https?://|www\.)\S+\s*$", text, re.IGNORECASE))
