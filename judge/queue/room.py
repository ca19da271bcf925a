"""A disk that is full: what a program needs could not be put there, and what it found could not be kept."""

import os

from django.conf import settings

NEEDED_BY = ("execution", "generation", "ai")  # queues; that of maintenance clears away
FILES = 256  # that there must be room for


def lack(queue) -> str:
    """What a job of the queue would miss on this machine's disk; nothing when there is room."""
    if queue not in NEEDED_BY:
        return ""
    disk = os.statvfs(settings.VAR)
    free = disk.f_bavail * disk.f_frsize // 2**20
    if free < settings.JOB_ROOM:
        return f"{free} MiB are free where VAR is, and {settings.JOB_ROOM} are needed (JOB_ROOM)"
    if disk.f_files and disk.f_favail < FILES:  # some file systems don't count
        return f"there is room for {disk.f_favail} more files where VAR is, and {FILES} are needed"
    return ""
