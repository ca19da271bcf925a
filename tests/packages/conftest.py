"""Packages of our own, as small as they can be. `sums` is a legacy one, `newer` says the same in 2025-09."""

import shutil
import zipfile

import pytest

YES = "import sys\nsys.exit(42)\n"
ADD = "print(sum(map(int, input().split())))\n"
SUMS = {
    "problem.yaml": "name: Sums\nlimits:\n  time_limit: 1\n  memory: 256\n",
    "problem_statement/problem.en.tex": "\\problemname{Sums}\nAdd $a$ and $b$.\n",
    "data/sample/1.in": "1 2\n",
    "data/sample/1.ans": "3\n",
    "data/secret/01-small.in": "2 2\n",
    "data/secret/01-small.ans": "4\n",
    "data/secret/02-large.in": "1000 1\n",
    "data/secret/02-large.ans": "1001\n",
    "input_validators/validate.py": YES,
    "submissions/accepted/right.py": ADD,
    "submissions/wrong_answer/wrong.py": "print(4)\n",
}
NEWER = {
    **{name: text for name, text in SUMS.items() if not name.startswith("problem")},
    "problem.yaml": (
        "problem_format_version: 2025-09\nname: {en: Sums, ko: 덧셈}\nuuid: '1'\n"
        "limits: {time_limit: 1}\nkeywords: [adding, easy]\n"
    ),
    "statement/problem.en.md": "Add $a$ and $b$.\n",
    "statement/problem.ko.md": "$a$ 와 $b$ 를 더하세요.\n",
}


def written(folder, files):
    """A file of the text None isn't there."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


@pytest.fixture
def legacy(tmp_path):
    """Writes the package, with these files in place of its own, and says where it is."""

    def make(files=(), name="sums"):
        shutil.rmtree(tmp_path / name, ignore_errors=True)
        return written(tmp_path / name, SUMS | dict(files))

    return make


@pytest.fixture
def newer(tmp_path):
    return lambda files=(), name="newer": written(tmp_path / name, NEWER | dict(files))


@pytest.fixture
def zipped(tmp_path):
    """Writes an archive of (name or ZipInfo, bytes) and says where it is."""

    def make(entries, name="sums.zip", compression=zipfile.ZIP_DEFLATED):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", compression) as archive:
            for entry, data in entries:
                archive.writestr(entry, data)
        return path

    return make


@pytest.fixture
def rich(alice):
    from tests.packages import rich

    return rich.start(alice)
