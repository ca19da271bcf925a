"""What is asked for, and how much of it at most."""

from dataclasses import dataclass

MIB = 2**20


@dataclass(frozen=True)
class Wanted:
    noun: str  # in words for people
    kinds: frozenset[str]  # as sites call them
    names: str  # of these kinds, for people
    accept: str
    most: int  # bytes, unpacked

    @property
    def too_big(self) -> str:
        return f"The {self.noun} has more than {self.most // MIB} MiB."

    def other(self, kind: str) -> str:
        return f"This is no {self.names}, but {kind[:60] or 'of a kind that the site doesn’t name'}."


PAGE = Wanted(
    noun="page",
    kinds=frozenset(["text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf"]),
    names="page and no PDF",
    accept="text/html, application/xhtml+xml, application/pdf;q=0.9, text/plain;q=0.8",
    most=5 * MIB,
)
# What it is in truth is looked at by whoever draws it anew. SVG is a program: it isn't taken from strangers.
PICTURE = Wanted(
    noun="picture",
    kinds=frozenset(f"image/{kind}" for kind in ("png", "jpeg", "gif", "webp", "jpg", "pjpeg", "x-png", "apng"))
    | {"application/octet-stream", "binary/octet-stream"},
    names="PNG, JPEG, GIF or WebP picture",
    accept="image/png, image/jpeg, image/gif, image/webp",
    most=4 * MIB,
)
