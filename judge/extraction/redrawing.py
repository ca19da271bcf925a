"""A stranger's picture drawn anew by Pillow, in the sandbox: what comes out is a picture, and nothing else is in it.

Debian's own Pillow, for the machine's own Python, which is what the sandbox has.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from judge import images, sandbox
from judge.models.text import storable
from judge.sandbox import MIB, Command, Ending, Limits

MOST_PIXELS = 25_000_000
LONGEST = 200  # characters of a refusal
LIMITS = Limits(cpu=5, wall=10, memory=512 * MIB, output=images.MOST)
REDRAW = """
import io, sys
from PIL import Image, ImageOps

def refuse(words):
    sys.exit("refused: " + words)

try:
    image = Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=("PNG", "JPEG", "GIF", "WEBP"))
except Image.DecompressionBombError:
    refuse("it has too many pixels")
except Exception:
    refuse("it is no PNG, JPEG, GIF or WebP picture")
width, height = image.size
if width * height > int(sys.argv[1]):
    refuse(f"it has {width} × {height} pixels")
try:
    image.load()
    kind, moves = image.format, getattr(image, "is_animated", False)
    image.info = {name: image.info[name] for name in ("transparency", "exif") if name in image.info}
    image = ImageOps.exif_transpose(image)
except Exception:
    refuse("it is broken")
if image.mode.startswith("I"):  # 16 bits of grey, which convert() would cut off
    image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if "transparency" in image.info:
        image.info["transparency"] //= 256
is_clear = "transparency" in image.info or image.mode in ("RGBA", "LA", "PA")
if image.mode not in ("1", "L", "P", "RGB", "RGBA", "LA"):
    image = image.convert("RGBA" if is_clear else "RGB")
if image.width > 1600:
    image = image.convert("RGBA" if is_clear else "RGB" if image.mode in ("P", "1") else image.mode)
    image.thumbnail((1600, 16000))
image.info.pop("exif", None)
out, suffix = io.BytesIO(), ".jpg" if kind == "JPEG" else ".png"
image.save(out, "JPEG" if kind == "JPEG" else "PNG", **({"quality": 90} if kind == "JPEG" else {}))
print(f"{suffix} {width} {height} {int(moves)}", flush=True)
sys.stdout.buffer.write(out.getvalue())
"""


HEAD = re.compile(rb"(\.png|\.jpg) (\d{1,8}) (\d{1,8}) ([01])")


class DrawingError(Exception):
    """It is none, or none that is taken. The message is for people."""


@dataclass(frozen=True)
class Drawn:
    data: bytes
    suffix: str  # of a file's name
    width: int  # pixels, as it came
    height: int
    moves: bool  # its first frame is what is here


class Pen:
    def __init__(self, box: sandbox.Container):
        self.box = box

    def redraw(self, data: bytes) -> Drawn:
        args = ("/usr/bin/python3", "-I", "-c", REDRAW, str(MOST_PIXELS))
        result = self.box.run(Command(args=args, stdin=data, limits=LIMITS))
        if not result.succeeded:
            raise DrawingError(words_of(result))
        return drawn_of(result.stdout)


def drawn_of(said: bytes) -> Drawn:
    """Whoever breaks Pillow may say anything."""
    head, _, data = said.partition(b"\n")
    if found := HEAD.fullmatch(head):
        suffix, width, height, moves = (group.decode() for group in found.groups())
        if suffix in images.SUFFIXES.get(images.kind_of(data) or "", ()):
            return Drawn(data, suffix, int(width), int(height), moves == "1")
    raise DrawingError("It can’t be drawn.")


@contextmanager
def pen() -> Iterator[Pen]:
    with sandbox.container({}, managed=True, memory=LIMITS.memory) as box:
        yield Pen(box)


def words_of(result: sandbox.Result) -> str:
    said = storable(result.stderr.decode(errors="replace")).strip().rpartition("\n")[2][:LONGEST]
    if said.startswith("refused: "):
        said = said.removeprefix("refused: ")
        return f"{said[:1].upper()}{said[1:]}."
    if result.ending is Ending.OUTPUT_LIMIT:
        return f"Drawn anew, it has more than {images.MOST // 2**20} MiB."
    if result.ending is not Ending.EXITED:
        return f"It takes too much to draw ({result.ending.value})."
    if said.startswith("ModuleNotFoundError"):
        return "Pillow isn’t installed here (Debian’s python3-pil)."
    return "It can’t be drawn."
