"""A network of its own beside ours, and the one cable between them."""

import os
import shutil
import subprocess
import threading

NEIGHBOURS = "198.18.0.0/15"  # addresses for trying out networks
NOBODY = "02:00:00:00:00:01"  # lives on neither end


class Far:
    """Cut: each end sends to an address where nobody lives. Nothing is refused or closed, it just doesn't arrive.

    It is gone when nobody is in it any more, and the cable with it.
    """

    name = "network namespaces"

    def __init__(self):
        number = os.getpid() % 2**15 * 4
        self.cable = f"faults{number:x}"
        self.near, self.far = (f"198.18.{number // 256 % 256}.{number % 256 + end}" for end in (1, 2))
        self.network = new_network()
        self.inside("link", "add", "cable", "type", "veth", "peer", "name", self.cable)
        self.inside("link", "set", self.cable, "netns", str(os.getpid()))
        self.outside("address", "add", f"{self.near}/30", "dev", self.cable)
        self.outside("link", "set", self.cable, "up")
        self.inside("address", "add", f"{self.far}/30", "dev", "cable")
        self.inside("link", "set", "cable", "up")

    def cut(self):
        self.outside("neighbour", "replace", self.far, "lladdr", NOBODY, "nud", "permanent", "dev", self.cable)
        self.inside("neighbour", "replace", self.near, "lladdr", NOBODY, "nud", "permanent", "dev", "cable")

    def heal(self):
        self.outside("neighbour", "delete", self.far, "dev", self.cable)
        self.inside("neighbour", "delete", self.near, "dev", "cable")

    def close(self):
        self.outside("link", "delete", self.cable)
        os.close(self.network)

    def outside(self, *words):
        subprocess.run(["ip", *words], check=True)

    def inside(self, *words):
        enter = lambda: os.setns(self.network, os.CLONE_NEWNET)  # noqa: E731
        subprocess.run(["ip", *words], check=True, preexec_fn=enter)


def can_be_made() -> bool:
    if os.geteuid() != 0 or not shutil.which("ip"):
        return False
    try:
        Far().close()
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def new_network() -> int:
    """A descriptor keeps it. A thread goes there to fetch it; we stay."""
    found = []

    def fetch():
        os.unshare(os.CLONE_NEWNET)
        found.append(os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC))

    thread = threading.Thread(target=fetch)
    thread.start()
    thread.join()
    if not found:
        raise PermissionError("no network of our own")
    return found[0]
