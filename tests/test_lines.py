"""Line differences: right, the shortest, and done in time whatever is compared."""

from hypothesis import given
from hypothesis import strategies as st

from judge import lines
from judge.lines import compared, difference

TEXTS = st.lists(st.sampled_from("abcd"), max_size=12)


def longest(old, new):
    """The plain table."""
    row = [0] * (len(new) + 1)
    for a in old:
        before = row[:]
        for j, b in enumerate(new):
            row[j + 1] = before[j] + 1 if a == b else max(before[j + 1], row[j])
    return row[-1]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_it_and_nothing_shorter_would_do(old, new):
    found = list(compared(old, new))

    assert [line.text for line in found if line.sign != "+"] == old
    assert [line.text for line in found if line.sign != "-"] == new
    assert sum(line.sign == " " for line in found) == longest(old, new)


def written(found):
    return [[line.sign + line.text for line in hunk] for hunk in found.hunks]


def test_only_what_changed_and_what_is_near_is_shown():
    old = "\n".join("abcdefghijklmnopqrstuvwxyz")

    found = difference(old, old.replace("c", "C").replace("z", "z\nend"))

    assert written(found) == [[" a", " b", "-c", "+C", " d", " e", " f"], [" x", " y", " z", "+end"]]
    assert (found.added, found.removed, found.hidden) == (2, 1, 0)


def test_beside_nothing_all_is_new():
    found = difference("", "a\nb")

    assert written(found) == [["+a", "+b"]] and found.removed == 0


def test_the_same_text_has_none():
    assert not difference("a\nb", "a\nb")
    assert difference("a", "a\n")


def test_in_a_paragraph_the_words_are_marked():
    (hunk,) = difference("Add $a$ and $b$ quickly.", "Add $a$ and $c$ quickly.").hunks

    assert [line.parts for line in hunk] == [
        ((False, "Add $a$ and $"), (True, letter), (False, "$ quickly.")) for letter in "bc"
    ]


def test_of_lines_that_have_nothing_in_common_no_words_are_marked():
    (hunk,) = difference("one two three", "vier fünf").hunks

    assert [len(line.parts) for line in hunk] == [1, 1]


def test_a_long_difference_is_cut():
    found = difference("", "\n".join("x" * n for n in range(1, 1001)), most=20)

    assert sum(map(len, found.hunks)) == 20 and found.hidden == 980


def test_a_megabyte_that_changed_everywhere_is_compared_all_the_same(monkeypatch):
    """Two characters a line: half a million of them, too many for the shortest account."""
    old, new = "a\n" * 500_000, "b\n" * 500_000
    asked = []
    monkeypatch.setattr(lines, "traced", lambda *sides: asked.append(sides) or [])

    found = difference(old, new)

    assert (found.added, found.removed) == (500_000, 500_000) and not asked


def test_a_megabyte_in_one_line_is_shown_in_part():
    (hunk,) = difference("x" * 2**20, "y" * 2**20).hunks

    assert all(len(line.parts[0][1]) < 2100 for line in hunk)
