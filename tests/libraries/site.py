"""An AlgoItny of one's own for a while: a database, a Valkey and a folder that nobody else sees."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import django
from django.core.management import call_command

from tests.harness import services


@contextmanager
def site() -> Iterator[None]:
    with ExitStack() as stack:
        services.start(stack)
        services.take_a_corner(None, stack)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "judge.settings")
        django.setup()
        call_command("migrate", verbosity=0)
        yield


def empty() -> None:
    """Nothing of it is left but the builds of programs."""
    from django.conf import settings

    call_command("flush", interactive=False, verbosity=0)
    for folder in (settings.STORAGES["blobs"]["OPTIONS"]["location"], settings.BLOB_CACHE):
        shutil.rmtree(folder, ignore_errors=True)
