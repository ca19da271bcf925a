"""The programs that these tests' authors write."""

from judge import blobs

ADD = b"a, b = map(int, input().split())\nprint(a + b)\n"


def program(role, path, source, **fields):
    plain = {
        "role": role,
        "path": path,
        "language": "python3",
        "entry": None,
        "files": {path.rsplit("/", 1)[-1]: blobs.put(source)},
        "expected": [],
        "bounds_time": False,
        "args": [],
        "reference": False,
        "tests": [],
    }
    return plain | fields


def solution(path, source=ADD, **fields):
    return program("solution", path, source, **{"expected": ["AC"]} | fields)
