"""One page or picture, by GET, with no more than it takes: no cookies, no names, nothing else of the site."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin

import httpcore2

from judge.fetching import decoding
from judge.fetching.connecting import Checked, Deadline
from judge.fetching.errors import (
    Broken,
    FetchError,
    NotFound,
    Refused,
    TooBig,
    TooSlow,
    Unreachable,
    Unreadable,
    Unsafe,
)
from judge.fetching.page import Page, media_type
from judge.fetching.target import Target, target_of
from judge.fetching.wanted import PAGE, PICTURE, Wanted

SECONDS = 10.0  # for all of it
REDIRECTS = 3
MOVED = (301, 302, 303, 307, 308)
GONE = (404, 410)
HEADERS: dict[bytes | str, bytes | str] = {
    "User-Agent": "Mozilla/5.0 (compatible; AlgoItny/1.0; reads a problem when its author asks for it)",
    "Accept-Encoding": decoding.ACCEPTED,
    "Accept-Language": "en, ko;q=0.8, *;q=0.5",
    "Connection": "close",
}
ROBOT_TITLE = re.compile(
    rb"<title[^>]*>\s*(just a moment|attention required|please wait|ddos-guard|checking your browser|access denied|"
    rb"are you (a )?(human|robot)|robot check|verify(ing)? you are human|security check)\b",
    re.IGNORECASE,
)
ROBOT_MARKS = (b"_cf_chl_opt", b"Your browser is being checked", b"Enable JavaScript and cookies to continue")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def page(url: str) -> Page:
    return get(url, PAGE, SECONDS)


def picture(url: str, seconds: float) -> bytes:
    return get(url, PICTURE, min(SECONDS, seconds)).body


def get(url: str, wanted: Wanted, seconds: float) -> Page:
    deadline = Deadline(seconds)
    for _ in range(REDIRECTS + 1):
        target = target_of(url)
        answer = ask(target, wanted, deadline)
        if answer.status in MOVED:
            url = moved(target.url, answer.headers.get("location", ""))
            continue
        refuse(answer, wanted)
        return Page(target.url, answer.status, answer.headers.get("content-type", ""), answer.body)
    raise Refused("The site sends us from one address to the next, and to no end.")


def moved(url: str, where: str) -> str:
    try:
        return urljoin(url, where)
    except ValueError as error:
        raise Unsafe("The site sends us to something that is no web address.") from error


def ask(target: Target, wanted: Wanted, deadline: Deadline) -> Answer:
    try:
        return answered(target, wanted, deadline)
    except httpcore2.TimeoutException as error:
        raise TooSlow from error
    except httpcore2.NetworkError as error:
        raise Unreachable from error
    except httpcore2.ProtocolError as error:
        raise Unreadable from error


def answered(target: Target, wanted: Wanted, deadline: Deadline) -> Answer:
    asked = httpcore2.URL(
        scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode()
    )
    with (
        httpcore2.ConnectionPool(network_backend=Checked(target, deadline)) as pool,
        pool.stream("GET", asked, headers=HEADERS | {"Accept": wanted.accept, "Host": target.authority}) as response,
    ):
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
        body = b""
        if response.status == 200:
            refuse_kind(headers, wanted)
            packed = watched(response.iter_stream(), deadline)
            body = decoding.read(packed, headers.get("content-encoding", ""), wanted)
        return Answer(response.status, headers, body)


def watched(parts: Iterable[bytes], deadline: Deadline) -> Iterable[bytes]:
    """What has come already, in however many parts, costs time too."""
    for part in parts:
        deadline.left()
        yield part


def refuse_kind(headers: dict[str, str], wanted: Wanted) -> None:
    if (kind := media_type(headers.get("content-type", ""))) not in wanted.kinds:
        raise Unreadable(wanted.other(kind))
    length = headers.get("content-length", "")
    if length.isdigit() and int(length) > wanted.most:
        raise TooBig(wanted.too_big)


def refuse(answer: Answer, wanted: Wanted) -> None:
    if answer.status == 200 and not is_robot_check(answer.body):
        return
    raise why(answer, wanted.noun)


def why(answer: Answer, noun: str) -> FetchError:
    if answer.status == 200 or "cf-mitigated" in answer.headers:
        return Refused("The site wants to be sure first that a person is looking.")
    if answer.status in GONE:
        return NotFound(f"There is no such {noun}: the site answered {answer.status}.")
    if answer.status >= 500 and answer.status != 503:
        return Broken(f"The site answered with an error of its own ({answer.status}).")
    return Refused(f"The site doesn’t give this {noun} to programs: it answered {answer.status}.")


def is_robot_check(body: bytes) -> bool:
    start = body[:100_000]
    return bool(ROBOT_TITLE.search(start)) or any(mark in start for mark in ROBOT_MARKS)
