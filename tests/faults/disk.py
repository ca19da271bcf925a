"""A worker's own disk, full of bytes or of files, while submissions come."""

import os
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from judge.models import Job
from tests.faults.pace import FULL_FOR
from tests.faults.stand import wait_until
from tests.faults.tally import Tally
from tests.faults.traffic import Traffic

SIZE = 32  # MiB
SAYS = "takes no work"


def full_disk(fill):
    def row(stand, times, rng):
        tally = Tally()
        if os.geteuid() != 0:
            tally.notes.append("not run: only root can mount a small disk")
            return tally
        stand.end_all()
        with small_disk(stand.folder / "small") as disk:
            begin(stand, disk)
            with Traffic(rng, per_second=8, submission_every=0.4) as traffic:
                for _ in range(times):
                    time.sleep(rng.uniform(2, 4))
                    began, said = time.time(), stand.said(SAYS)
                    fill(disk)
                    tally.demand(wait_until(lambda said=said: stand.said(SAYS) > said), "the worker says nothing")
                    tally.demand(wait_until(is_idle), "it goes on working")
                    time.sleep(FULL_FOR)
                    tally.demand(is_idle(), "it takes work")
                    empty(disk)
                    tally.fault(began)
            tally.close(traffic.committed)
            tally.demand(not tally.dead, f"{tally.dead} jobs died of it")
            stand.end_all()
        return tally

    return row


def is_idle() -> bool:
    return not Job.objects.running().filter(queue="execution").exists()


@contextmanager
def small_disk(folder: Path):
    folder.mkdir(exist_ok=True)
    options = f"size={SIZE}m,nr_inodes=2000,mode=755"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "small", folder], check=True)
    (folder / "static").mkdir()
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def begin(stand, disk):
    """Test data are elsewhere, as in production."""
    own = {"VAR": str(disk), "JOB_ROOM": "8", "BLOB_STORAGE_OPTIONS": blobs()}
    stand.start("sweeper")
    stand.worker("maintenance", 1)
    worker = stand.worker("execution", 2, **own)
    wait_until(lambda: len(worker.children()) == 2)


def blobs() -> str:
    return f'{{"location": "{settings.VAR}/blobs"}}'


def with_bytes(disk):
    with suppress(OSError), (disk / "filler").open("wb") as file:
        while True:
            file.write(bytes(2**20))


def with_files(disk):
    (disk / "fillers").mkdir()
    with suppress(OSError):
        for number in range(10_000):
            (disk / "fillers" / str(number)).touch()


def empty(disk):
    (disk / "filler").unlink(missing_ok=True)
    subprocess.run(["rm", "-rf", disk / "fillers"], check=True)
