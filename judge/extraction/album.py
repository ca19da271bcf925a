"""A page's pictures: fetched as the page was, drawn anew, and put aside for whoever begins a draft with them.

They lie in a folder until what was read is known; those that it shows become one blob, a zip archive.
"""

import hashlib
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from judge import blobs, fetching, images
from judge.extraction.figures import TINY, Figure, inline_data
from judge.extraction.redrawing import DrawingError, Drawn, Pen, pen
from judge.extraction.source import Source
from judge.gemini import Attachment

MOST_BYTES = 8 * 2**20  # of all together, drawn anew
SECONDS, SECONDS_TOGETHER = 5.0, 20.0  # of fetching; the latter of drawing too
SHOWN, SHOWN_BYTES = 6, 2**19  # that the AI is shown
KINDS = {".png": "image/png", ".jpg": "image/jpeg"}


class TooMuch(Exception):
    """There is no time left for it, or no room."""


@dataclass
class Picture:
    """What became of one: `file` is what it is called in the draft, `reason` why it can't be there.

    Those that the AI has left out of the statement are not there either, and need not be.
    """

    name: str
    url: str
    file: str = ""
    reason: str = ""
    is_left_out: bool = False
    moves: bool = False
    bytes: int = 0


@contextmanager
def album() -> Iterator["Album"]:
    with tempfile.TemporaryDirectory() as folder:
        yield Album(folder)


class Album:
    def __init__(self, folder: str):
        self.folder = Path(folder)
        self.pictures: list[Picture] = []
        self.names: dict[str, str] = {}  # by their bytes' hash
        self.until = time.monotonic() + SECONDS_TOGETHER

    def fill(self, source: Source) -> Source:
        """What is decoration leaves no place in the text; what is there twice has one name."""
        text = source.text
        with pen() as drawing:
            for figure in source.figures:
                if figure.place in text:
                    text = self.take(figure, drawing, text)
        return replace(source, text=text)

    def take(self, figure: Figure, drawing: Pen, text: str) -> str:
        try:
            data = self.fetched(figure)
            self.left()
            drawn = drawing.redraw(data)
            if max(drawn.width, drawn.height) <= TINY:
                return re.sub(rf"!\[[^\]\n]{{0,100}}{re.escape(figure.place)}", "", text)
            if same := self.names.get(digest := hashlib.sha256(drawn.data).hexdigest()):
                return text.replace(figure.place, f"]({same})")
            self.keep(figure, drawn)
            self.names[digest] = figure.name
        except (fetching.FetchError, DrawingError, TooMuch) as error:
            self.pictures.append(Picture(figure.name, figure.url, reason=str(error)))
        return text

    def fetched(self, figure: Figure) -> bytes:
        if figure.inline:
            if len(data := inline_data(figure.inline)) > images.MOST:
                raise TooMuch(f"It has more than {images.MOST // 2**20} MiB.")
            return data
        return fetching.fetch_picture(figure.url, min(SECONDS, self.left()))

    def left(self) -> float:
        """Seconds, for all that are to come."""
        if (left := self.until - time.monotonic()) <= 0:
            raise TooMuch(f"All pictures together took more than {SECONDS_TOGETHER:g} s.")
        return left

    def keep(self, figure: Figure, drawn: Drawn) -> None:
        if sum(picture.bytes for picture in self.pictures) + len(drawn.data) > MOST_BYTES:
            raise TooMuch(f"All pictures together have more than {MOST_BYTES // 2**20} MiB.")
        file = f"{figure.name}{drawn.suffix}"
        (self.folder / file).write_bytes(drawn.data)
        self.pictures.append(Picture(figure.name, figure.url, file, moves=drawn.moves, bytes=len(drawn.data)))

    def shown(self) -> list[tuple[str, Attachment]]:
        """The first of them, for the AI, with their names."""
        found: list[tuple[str, Attachment]] = []
        room = SHOWN_BYTES
        for picture in self.pictures:
            if picture.file and picture.bytes <= room and len(found) < SHOWN:
                room -= picture.bytes
                data = (self.folder / picture.file).read_bytes()
                found.append((picture.name, Attachment(data, KINDS[Path(picture.file).suffix])))
        return found

    def choose(self, text: str) -> None:
        """Those that the text shows."""
        named = set(re.findall(r"\bfigure-\d+\b", text))
        for picture in self.pictures:
            if picture.name not in named:
                picture.file, picture.is_left_out = "", True

    @property
    def taken(self) -> list[str]:
        return [picture.name for picture in self.pictures if picture.file]

    @property
    def files(self) -> list[str]:
        return [picture.file for picture in self.pictures if picture.file]

    @property
    def document(self) -> list[dict]:
        return [asdict(picture) for picture in self.pictures]

    def put(self) -> str:
        """The blob's hash; nothing when there is no picture."""
        if not self.files:
            return ""
        with tempfile.TemporaryFile() as file:
            with ZipFile(file, "w") as archive:
                for name in self.files:
                    archive.writestr(
                        ZipInfo(name), (self.folder / name).read_bytes()
                    )  # the same pictures, the same hash
            file.seek(0)
            return blobs.put_file(file)


def opened(sha: str, names: Iterable[str]) -> dict[str, bytes]:
    """The pictures of an album that was put."""
    with ZipFile(blobs.path(sha)) as archive:
        return {name: archive.read(name) for name in names}
