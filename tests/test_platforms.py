import pytest

from judge.platforms import is_url, normalised, recognise


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("https://www.acmicpc.net/problem/1000", ("baekjoon", "1000")),
        ("acmicpc.net/problem/1000?lang=ko", ("baekjoon", "1000")),
        ("https://boj.kr/1753", ("baekjoon", "1753")),
        ("https://codeforces.com/problemset/problem/1/A", ("codeforces", "1A")),
        ("https://codeforces.com/contest/1850/problem/h?locale=en", ("codeforces", "1850H")),
        ("https://m1.codeforces.com/contest/1/problem/A", ("codeforces", "1A")),
        ("https://codeforces.com/gym/104114/problem/B", ("gym", "104114B")),
        ("https://codeforces.com/problemset/gymProblem/104114/B", ("gym", "104114B")),
        ("https://codeforces.com/group/MWSDmqGsZm/contest/219158/problem/a", ("gym", "219158A")),
        ("https://atcoder.jp/contests/abc300/tasks/abc300_a", ("atcoder", "abc300_a")),
        ("https://leetcode.com/problems/two-sum/description/", ("leetcode", "two-sum")),
        ("https://open.kattis.com/problems/hello", ("kattis", "hello")),
        ("https://open.kattis.com/contests/abc/problems/hello", ("kattis", "hello")),
        ("https://kth.kattis.com/courses/DD2458/popup13/assignments/x/problems/hello", ("kattis", "hello")),
        ("https://codeforces.com/contest/1950/F2", ("codeforces", "1950F2")),
        ("https://codeforces.com/contest/1950/problem/A1?locale=ru", ("codeforces", "1950A1")),
        ("boj 1000", ("baekjoon", "1000")),
        ("BOJ1000", ("baekjoon", "1000")),
        ("백준 1000", ("baekjoon", "1000")),
        ("codeforces 1a", ("codeforces", "1A")),
        ("cf1A", ("codeforces", "1A")),
        ("  kattis   hello ", ("kattis", "hello")),
    ],
)
def test_it_knows_where_a_problem_is_from(text, name):
    assert recognise(text) == name


@pytest.mark.parametrize(
    "text",
    ["", "1000", "shortest detour", "https://example.com/problem/1000", "https://acmicpc.net/user/1000", "boj"]
    + [f"https://codeforces.com/contest/1950/{page}" for page in ("standings", "submission/1", "problems", "my")],
)
def test_what_names_no_problem_is_left_alone(text):
    assert recognise(text) is None


def test_a_url_is_told_from_words():
    assert is_url("https://example.com/tasks/7") and not is_url("shortest detour")


@pytest.mark.parametrize(
    ("home", "others"),
    [
        (
            "https://www.acmicpc.net/problem/1000",
            ["http://acmicpc.net/problem/1000/", "boj.kr/1000", "https://www.acmicpc.net/problem/1000#a"],
        ),
        (
            "https://codeforces.com/contest/1/problem/A",
            ["codeforces.com/problemset/problem/1/a?utm_source=x", "https://m1.codeforces.com/contest/1/problem/A"],
        ),
        ("https://codeforces.com/gym/104114/problem/B", ["https://codeforces.com/problemset/gymProblem/104114/b"]),
        (
            "https://atcoder.jp/contests/abc300/tasks/abc300_a",
            ["https://ATCODER.jp/contests/abc300/tasks/abc300_a/?fbclid=1"],
        ),
        (
            "https://leetcode.com/problems/two-sum",
            ["https://leetcode.com/problems/two-sum/description/", "leetcode.com/problems/Two-Sum"],
        ),
        ("https://open.kattis.com/problems/hello", ["https://open.kattis.com/problems/hello?tab=metadata"]),
        (
            "https://example.com/tasks/7?id=1&lang=ko",
            ["https://EXAMPLE.com:443/tasks/7/?lang=ko&id=1&utm_medium=mail#top"],
        ),
        ("https://example.com/", ["https://example.com", "https://example.com/?gclid=1"]),
    ],
)
def test_addresses_of_one_page_are_one(home, others):
    assert {normalised(url) for url in [home, *others]} == {home}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.acmicpc.net/problem/1000", "https://www.acmicpc.net/problem/1001"),
        ("https://www.acmicpc.net/problem/1000", "https://www.acmicpc.net/problem/1000?lang=en"),
        ("https://codeforces.com/contest/1/problem/A", "https://codeforces.com/gym/1/problem/A"),
        ("https://example.com/Tasks/7", "https://example.com/tasks/7"),
        ("https://example.com/task?id=1", "https://example.com/task?id=2"),
        ("https://leetcode.com/problems/two-sum", "https://leetcode.cn/problems/two-sum"),
        ("http://example.com:8000/a", "http://example.com/a"),
        # What anybody may write is no problem's page, or else everybody who asks for the problem is given it.
        ("https://leetcode.com/problems/two-sum", "https://leetcode.com/problems/two-sum/solutions/7/mine"),
        ("https://codeforces.com/contest/1/problem/A", "https://codeforces.com/contest/1/problem/A/../../../../blog/7"),
        ("https://atcoder.jp/contests/a/tasks/a_a", "https://atcoder.jp/contests/a/tasks/a_a/editorial"),
        ("https://codeforces.com/contest/1/submission/1", "https://codeforces.com/contest/1/submission/2"),
        ("https://example.com/task?name=%B0%A1", "https://example.com/task?name=%B0%A2"),  # not in UTF-8
    ],
)
def test_other_pages_are_others(one, other):
    assert normalised(one) != normalised(other)
