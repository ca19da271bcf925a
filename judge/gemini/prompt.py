"""What is asked, as plain data."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

INTERRUPTED = "Interrupted"  # how a call ended on which nobody waited to its end
CHARACTERS, IMAGE = 4, 258  # of a token; tokens of a picture or of a page: about as Gemini counts them


@dataclass(frozen=True)
class Attachment:
    data: bytes
    mime_type: str


@dataclass(frozen=True)
class Prompt:
    """`boundary` is drawn anew each time and fences what is data in `parts`: nobody who wrote the data knows it."""

    task: str
    version: str
    system: str
    parts: tuple[str | Attachment, ...]
    boundary: str = ""
    model: str = ""
    temperature: float | None = None
    most_output: int = 8192  # tokens, thinking included
    thinking: str | None = None  # low, medium or high
    take: int = 0  # the same question with another seed, where several answers are wanted

    @cached_property
    def digest(self) -> str:
        """The same question has the same one."""
        digest = hashlib.sha256(f"{self.task}\0{self.version}\0{self.model}\0".encode())
        for part in (self.system, *self.parts):
            plain = part.replace(self.boundary, "") if isinstance(part, str) and self.boundary else part
            data = plain.encode(errors="replace") if isinstance(plain, str) else plain.data
            digest.update(hashlib.sha256(data).digest())
        return digest.hexdigest()

    @property
    def guess(self) -> int:
        """Tokens of the question, where Gemini doesn't say how many."""
        texts = [self.system, *(part for part in self.parts if isinstance(part, str))]
        return sum(map(len, texts)) // CHARACTERS + IMAGE * (len(self.parts) + 1 - len(texts))

    @property
    def seed(self) -> int:
        return (int(self.digest[:7], 16) + self.take) % 2**28


@dataclass(frozen=True)
class Attempt:
    """One call, however it ended."""

    model: str
    seed: int
    ended: str  # "ok", "Interrupted" or the error's name
    ms: int
    prompt_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True)
class Reply[T]:
    data: T
    model: str
    prompt_tokens: int
    output_tokens: int
    finish: str
