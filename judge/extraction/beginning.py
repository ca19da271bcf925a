"""A draft that begins with what was read. It says where that is from, and that nobody has looked at it yet."""

from dataclasses import replace

from django.db import transaction

from judge import blobs, draft_programs, drafting, testsets
from judge.extraction.result import missing, origin, pictures, result_of
from judge.extraction.wording import text_of
from judge.languages import LANGUAGES
from judge.models import AiRun, Problem, Revision, User
from judge.testsets import Row

MIB = 2**20
PROVEN, UNPROVEN = "reference", "unproven"
MOST_TIME, MOST_MEMORY = 60.0, 2048  # seconds, MiB
LATIN = 0x24F  # the last of them, accents and all


@transaction.atomic
def begin(run: AiRun, user: User) -> Problem:
    """Once: who asks again gets the same draft."""
    run = AiRun.objects.select_for_update().get(pk=run.pk)
    if run.problem_id and (problem := Problem.objects.there().filter(pk=run.problem_id).first()):
        return problem
    document = result_of(run)
    said = document["reading"]
    shown, texts = pictures(document), pieces(said)
    hashes = blobs.put_all([*texts, *shown.values()])
    images = dict(zip(shown, hashes[len(texts) :], strict=True))
    problem = drafting.start(said["title"], user, said["language"], name_of(document))
    note = f"Read by {document['model'] or 'the AI'} from {origin(document)}"
    problem.draft = drafting.change(
        problem,
        user,
        lambda draft: written(draft, document, hashes[0], images),
        tests=testsets.columns(rows(said["samples"], hashes[1 : len(texts)])),
        hashes=hashes,
        note=note[:200],
    )
    AiRun.objects.filter(pk=run.pk).update(problem=problem)
    return problem


def name_of(document: dict) -> str:
    """What its address is made of where the title has other letters than ours: "baekjoon 1000"."""
    title = document["reading"]["title"]
    is_latin = not [letter for letter in title if letter.isalpha() and ord(letter) > LATIN]
    return "" if is_latin or not document["platform"] else f"{document['platform']} {document['number']}"


def pieces(said: dict) -> list[bytes]:
    """The solution, then each sample's input and output."""
    samples = [side.encode() for sample in said["samples"] for side in (sample["input"], sample["output"])]
    return [said["solution"]["code"].encode(), *samples]


def written(draft: Revision, document: dict, sha: str, images: dict[str, str]) -> dict:
    said = document["reading"]
    statement = {"title": said["title"], "format": "markdown", "text": text_of(said)}
    return draft.document | {
        "statements": {said["language"]: statement},
        "images": images,
        "limits": limits(draft.document["limits"], said),
        "details": draft.document["details"] | details(document),
        "programs": [solution(said["solution"], sha, document["rehearsal"]["state"])],
        "brought": brought(document),
    }


def limits(before: dict, said: dict) -> dict:
    seconds, mib = said["time_limit_seconds"], said["memory_limit_mib"]
    found = {"time": round(min(float(seconds), MOST_TIME), 2)} if seconds and seconds > 0.05 else {}
    return before | found | ({"memory": min(mib, MOST_MEMORY) * MIB} if mib and mib >= 8 else {})


def details(document: dict) -> dict:
    said = document["reading"]
    is_address = document["url"].startswith(("http://", "https://")) and len(document["url"]) <= 500
    return {
        "tags": said["tags"],
        "difficulty": said["difficulty"] if 1 <= said["difficulty"] <= 10 else None,
        "platform": document["platform"],
        "number": document["number"],
        "source_url": document["url"] if is_address else "",
    }


def solution(said: dict, sha: str, state: str) -> dict:
    """The reference when it gave what the samples say; else a solution of which nothing is expected yet."""
    language = LANGUAGES[said["language"]]
    is_right = state == "right"
    name = f"{PROVEN if is_right else UNPROVEN}{language.extensions[0]}"
    program = draft_programs.blank("solution", f"{draft_programs.FOLDERS['solution']}/{name}", language.key, "AC")
    return program | {
        "files": {name: sha},
        "expected": ["AC"] if is_right else [],
        "reference": is_right,
        "bounds_time": is_right,
    }


def brought(document: dict) -> dict:
    """Where it is from, for whoever works on the draft; and each constraint, for whoever writes a validator."""
    return {
        "from": origin(document),
        "model": document["model"],
        "read": document["read"],
        "rehearsal": document["rehearsal"]["state"],
        "strangers": document["rehearsal"]["strangers"],
        "bounds": document["reading"]["bounds"],
        "missing": missing(document),
        "checked_by": "",
    }


def rows(samples: list[dict], hashes: list[str]) -> list[Row]:
    found = []
    for number, sample in enumerate(samples, 1):
        given, wanted = hashes[2 * number - 2 : 2 * number]
        length, answer_length = (len(sample[side].encode()) for side in ("input", "output"))
        row = Row(
            name=f"sample-{number:02}", input=given, answer=wanted, input_bytes=length, answer_bytes=answer_length
        )
        found.append(replace(row, sample=1))
    return found


def check(problem: Problem, user: User) -> None:
    """Somebody has compared the draft with where it is from."""

    def edit(draft: Revision) -> dict:
        before = draft.document.get("brought")
        return draft.document | ({"brought": before | {"checked_by": user.username}} if before else {})

    drafting.change(problem, user, edit)
