"""From what somebody brought to what a draft is begun with: fetched, read, its solution run, mended at most twice."""

import json
from collections.abc import Callable

from django.utils import timezone

from judge import blobs, fetching, platforms
from judge.asking import Asker
from judge.extraction import asked as asking
from judge.extraction import markup, pdf
from judge.extraction.album import Album, album
from judge.extraction.placing import with_pictures
from judge.extraction.reading import Mended, Reading, Useless, refuse_leaks, tidy, tidy_samples, tidy_solution
from judge.extraction.rehearsal import Rehearsal, as_they_stand, rehearse
from judge.extraction.source import Source, SourceError
from judge.extraction.wording import text_of, typeset
from judge.fetching import FetchError
from judge.gemini import AiError, Attachment, Resting
from judge.models import AiRun

ROUNDS = 3


class Refusal(Exception):
    """It can't be had. The message is for people."""

    def __init__(self, words: str, is_closed: bool):
        super().__init__(words)
        self.is_closed = is_closed  # to us: somebody may look at it and paste what they see


def extracted(run: AiRun, asker: Asker, tell: Callable[..., None] = lambda **said: None) -> dict:
    """The run's document. Raises Refusal, or AiError."""
    brought = (run.document or {})["asked"]
    if known := asking.cached(run.key):
        return known | {"asked": brought}
    source, url = source_of(brought, tell)
    try:
        with album() as pictures:
            chain = Chain(source, url, asker, tell, pictures)
            document = chain.run(brought)
    except Useless as error:
        raise Refusal(str(error), is_closed=False) from error
    if not chain.was_cut_short:  # what one person's budget, or one bad minute, has made of it is nobody else's
        asking.keep(run.key, document)
    return document


def source_of(asked: dict, tell: Callable[..., None]) -> tuple[Source, str]:
    """And where it is from."""
    url = asked.get("url", "")
    try:
        if sha := asked.get("pdf"):
            return pdf.read(blobs.read(sha)), url
        if text := asked.get("text"):
            return markup.pasted(text, url), url
        tell(step="fetch")
        page = fetching.fetch(url)
        return (pdf.read(page.body) if page.is_pdf else markup.read(page.body, page.content_type, page.url)), page.url
    except (FetchError, SourceError) as error:
        raise Refusal(str(error), is_closed=True) from error


class Chain:
    def __init__(self, source: Source, url: str, asker: Asker, tell: Callable[..., None], pictures: Album):
        self.source, self.url, self.asker, self.tell, self.pictures = source, url, asker, tell, pictures
        self.name = platforms.from_url(url)
        self.was_cut_short = False

    def run(self, asked: dict) -> dict:
        if self.source.figures:
            self.tell(step="look")
            self.source = self.pictures.fill(self.source)
        self.tell(step="read")
        reading, put_back = with_pictures(self.read(), self.source.text, self.pictures.taken)
        warnings = self.warnings(put_back)
        reading, found = self.rehearsed(reading, 1)
        for number in range(2, ROUNDS + 1):
            if not found.is_to_be_mended:
                break
            self.tell(step="mend", round=number)
            try:
                mended = self.mend(reading, found, number)
            except Resting:
                raise  # it goes on here when the rest is over
            except AiError as error:
                self.was_cut_short = True
                warnings.append(f"It was not tried again: {error.words}")
                break
            reading, found = self.rehearsed(mended, number)
        return self.document(asked, reading, found, warnings)

    def warnings(self, put_back: list[str]) -> list[str]:
        found = [
            f"The AI left out picture {name}, which was put back beside the words that it stood at."
            for name in put_back
        ]
        moving = [picture.name for picture in self.pictures.pictures if picture.moves]
        found += [f"Picture {name} moves on the page: its first frame is taken." for name in moving]
        if self.source.is_cut and not self.source.pdf:  # of which the AI is given all
            found.append("It is longer than what is read: the end of it is missing.")
        if count := self.source.more_figures:
            found.append(f"The page shows {count:,} more picture{'s' * (count > 1)}, at which nobody has looked.")
        return found

    def read(self) -> Reading:
        shown = self.pictures.shown()
        pdf = (Attachment(self.source.pdf, "application/pdf"),) if self.source.pdf else ()
        answer = self.asker.ask(
            "extraction",
            Reading,
            attachments=(*pdf, *(picture for _, picture in shown)),
            material=self.source.text,
            platform=platforms.TITLES[self.name.platform] if self.name else "a site that isn't known here",
            pictures=", ".join(name for name, _ in shown) or "none",
        )
        return tidy(answer)

    def rehearsed(self, reading: Reading, number: int) -> tuple[Reading, Rehearsal]:
        self.tell(step="run", round=number)
        samples, strangers = as_they_stand(reading.samples, self.source)
        reading = reading.model_copy(update={"samples": samples})
        found = rehearse(reading, strangers)
        self.tell(step="ran", round=number, state=found.state)
        return reading, found

    def mend(self, reading: Reading, found: Rehearsal, number: int) -> Reading:
        answer = self.asker.ask(
            "extraction_repair",
            Mended,
            round=number,
            material=self.source.text,
            samples=json.dumps([sample.model_dump() for sample in reading.samples], ensure_ascii=False),
            solution=reading.solution.code,
            failures=found.told,
        )
        refuse_leaks(answer)
        samples = tidy_samples(answer.samples) or reading.samples
        return reading.model_copy(update={"samples": samples, "solution": tidy_solution(answer.solution)})

    def document(self, asked: dict, reading: Reading, found: Rehearsal, warnings: list[str]) -> dict:
        platform, number = self.name or ("", "")
        said = reading.model_dump()
        self.pictures.choose(text_of(said))
        return {
            "v": 1,
            "asked": asked,
            "url": self.url,
            "platform": platform,
            "number": number,
            "reading": said,
            "html": typeset(said, self.pictures.files),
            "pictures": self.pictures.document,
            "album": self.pictures.put(),
            "rehearsal": found.document,
            "rounds": sum(made["task"].startswith("extraction") and made["end"] == "ok" for made in self.asker.made),
            "warnings": warnings,
            "model": next((made["model"] for made in self.asker.made if made["end"] == "ok"), ""),
            "read": timezone.now().isoformat(timespec="seconds"),
        }
