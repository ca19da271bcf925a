"""A URL, taken apart once: what is checked is what is connected to and asked for."""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

import idna
from django.conf import settings

from judge.fetching.addresses import is_public
from judge.fetching.errors import Unsafe

LONGEST = 2000
PORTS = {"http": 80, "https": 443}
# Names that mean something else in each network, ours too: they are not even looked up.
OURS = (
    "internal", "flycast", "local", "localhost", "localdomain", "lan", "home", "corp", "private", "intranet", "arpa",
    "test", "invalid", "onion", "cluster",
)  # fmt: skip
LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?")
PATH_LETTERS = "/%:@!$&'()*+,;=~-._"


@dataclass(frozen=True)
class Target:
    scheme: str
    host: str  # a name in ASCII, or an address without brackets
    port: int
    path: str  # and query

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def is_of_a_test(self) -> bool:
        """A page that the tests serve themselves. settings.py refuses to name any in production."""
        return f"{self.host}:{self.port}" in settings.FETCH_FROM_TESTS


def target_of(url: str) -> Target:
    """Raises Unsafe for whatever isn't plainly a page of the public web."""
    if len(url) > LONGEST or re.search(r"[\s\\\x00-\x1f\x7f]", url):
        raise Unsafe("This is no web address.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Unsafe("This is no web address.") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise Unsafe("Only addresses that begin with http:// or https:// are fetched.")
    if "@" in parts.netloc:
        raise Unsafe("An address with a user’s name in it isn’t fetched.")
    if "[" in parts.netloc and not is_address(parts.hostname):
        raise Unsafe("This is no web address.")
    query = f"?{quote(parts.query, safe=PATH_LETTERS + '?')}" if parts.query else ""
    path = quote(parts.path or "/", safe=PATH_LETTERS) + query
    target = Target(parts.scheme, host_of(parts.hostname), port or PORTS[parts.scheme], path)
    if not target.is_of_a_test:
        refuse_odd(target, port)
    return target


def host_of(name: str) -> str:
    if ":" in name:
        return name
    try:
        return idna.encode(name.rstrip("."), uts46=True).decode().lower()
    except idna.IDNAError:
        return name.rstrip(".").lower()  # such as those with an underscore, which LABEL looks at


def refuse_odd(target: Target, port: int | None) -> None:
    if port not in (None, PORTS[target.scheme]):
        raise Unsafe("Only the web’s usual ports are asked.")
    if not is_address(target.host):
        refuse_name(target.host)
    elif not is_public(target.host):
        raise Unsafe("This address leads into a network that isn’t public.")


def is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def refuse_name(host: str) -> None:
    labels = host.split(".")
    if len(host) > 253 or len(labels) < 2 or not all(map(LABEL.fullmatch, labels)):
        raise Unsafe("This is no name of a public site.")
    if re.fullmatch(r"\d+|0x[0-9a-f]*", labels[-1]):
        raise Unsafe("This is no name of a public site.")  # an address in one of its stranger spellings
    if labels[-1] in OURS:
        raise Unsafe(f"Sites whose name ends in .{labels[-1]} are not public.")
