"""Which processes hold google-genai in memory: asked of the memory itself, where an imported module's path stands."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

SIGN = b"/google/genai/_api_" + b"client.py"  # in two parts, so that whoever looks for it doesn't hold it
PART = 2**24  # bytes


def holds(pid: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError), Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        return any(SIGN in part for part in parts(memory, writable(pid)))
    return False


def writable(pid: int) -> Iterator[tuple[int, int]]:
    for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
        addresses, rights, *_ = line.split()
        if rights.startswith("rw"):
            first, last = addresses.split("-")
            yield int(first, 16), int(last, 16)


def parts(memory, ranges: Iterator[tuple[int, int]]) -> Iterator[bytes]:
    for first, last in ranges:
        for start in range(first, last, PART):
            with suppress(OSError, ValueError, OverflowError):  # what the kernel keeps to itself
                memory.seek(start)
                yield memory.read(min(PART, last - start) + len(SIGN))


def family(pid: int) -> Iterator[int]:
    """The process and all below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):
            for child in task.read_text().split():
                yield from family(int(child))


def words(pid: int) -> str:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    return ""
