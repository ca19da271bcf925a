"""What came out, for whoever looks at it or begins a draft with it."""

from judge.extraction import album
from judge.models import AiRun

GONE = "It was read too long ago: read it anew to have its pictures."


def result_of(run: AiRun) -> dict:
    """Its own, or that of somebody else's run with which it waited; {} when there is none."""
    own = run.document or {}
    if pk := own.get("like"):
        run = AiRun.objects.get(pk=pk)
    document = (run.document or {}) | {"asked": own.get("asked")}
    if "reading" not in document:
        return {}
    return document if run.holds_id else without_pictures(document)


def without_pictures(document: dict) -> dict:
    """What its run doesn't hold any more may be gone."""
    pictures = [each | ({"file": "", "reason": GONE} if each["file"] else {}) for each in document.get("pictures", [])]
    return document | {"album": "", "pictures": pictures}


def origin(document: dict) -> str:
    asked = document["asked"]
    if asked.get("pdf"):
        return f"the PDF {asked.get('name', '')}".strip()
    return "pasted text" if asked.get("text") else document["url"]


def pictures(document: dict) -> dict[str, bytes]:
    """Those that the statement shows, by what they are called in the draft."""
    names = [picture["file"] for picture in document.get("pictures", []) if picture["file"]]
    return album.opened(document["album"], names) if names else {}


def picture(document: dict, file: str) -> bytes:
    return album.opened(document["album"], [file])[file]


def missing(document: dict) -> list[dict]:
    """Pictures that the statement shows, and that couldn't be had."""
    return [each for each in document.get("pictures", []) if each["reason"] and not each["is_left_out"]]
