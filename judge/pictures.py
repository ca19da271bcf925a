"""Figures that come as PDF become PNG, which a page can show. PDFium draws them, in the sandbox."""

from importlib.util import find_spec
from pathlib import Path

from judge import sandbox
from judge.sandbox import MIB, Command, Limits

LIMITS = Limits(cpu=10, wall=30, memory=512 * MIB, output=8 * MIB)
LIBRARY = ("pypdfium2", "pypdfium2_raw", "pypdfium2_cfg")
DRAW = """
import struct, sys, zlib
sys.path.insert(0, "/")
import pypdfium2

def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

page = pypdfium2.PdfDocument(sys.stdin.buffer.read())[0]
scale = min(4.0, 1280 / max(page.get_size()))
drawn = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
size = 3 * drawn.width
rows = bytes(drawn.buffer)
lines = b"".join(b"\\0" + rows[start : start + size] for start in range(0, drawn.stride * drawn.height, drawn.stride))
header = struct.pack(">IIBBBBB", drawn.width, drawn.height, 8, 2, 0, 0, 0)
png = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines, 9)) + chunk(b"IEND", b"")
sys.stdout.buffer.write(b"\\x89PNG\\r\\n\\x1a\\n" + png)
"""


class PictureError(Exception):
    """A figure that can't be drawn."""


def png(pdf: bytes) -> bytes:
    """Its first page, at most 1280 pixels wide and high."""
    mounts = {f"/{name}": folder(name) for name in LIBRARY}
    with sandbox.container(mounts, managed=True) as box:
        result = box.run(Command(args=("/usr/bin/python3", "-c", DRAW), stdin=pdf, limits=LIMITS))
    if not result.succeeded:
        reason = result.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise PictureError(reason[:200] or result.ending.value)
    return result.stdout


def folder(package: str) -> Path:
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise PictureError(f"{package} isn't installed")
    return Path(found.submodule_search_locations[0])
