import pytest

from judge.platforms import is_url, recognise


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
        ("https://atcoder.jp/contests/abc300/tasks/abc300_a", ("atcoder", "abc300_a")),
        ("https://leetcode.com/problems/two-sum/description/", ("leetcode", "two-sum")),
        ("https://open.kattis.com/problems/hello", ("kattis", "hello")),
        ("https://open.kattis.com/contests/abc/problems/hello", ("kattis", "hello")),
        ("https://kth.kattis.com/courses/DD2458/popup13/assignments/x/problems/hello", ("kattis", "hello")),
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
    "text", ["", "1000", "shortest detour", "https://example.com/problem/1000", "https://acmicpc.net/user/1000", "boj"]
)
def test_what_names_no_problem_is_left_alone(text):
    assert recognise(text) is None


def test_a_url_is_told_from_words():
    assert is_url("https://example.com/tasks/7") and not is_url("shortest detour")
