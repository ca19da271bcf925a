"""Where blobs lie when they lie in a folder."""

import os
import tempfile
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class Folder(FileSystemStorage):
    """A file appears whole or not at all, also in place of one that is there."""

    def __init__(self, location: str):
        super().__init__(location, allow_overwrite=True)

    def _save(self, name, content):
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".new-", delete=False) as file:
            try:
                file.writelines(content.chunks())
                file.flush()
                os.fsync(file.fileno())
                os.chmod(file.name, 0o644)
                os.replace(file.name, target)
            except BaseException:
                os.unlink(file.name)
                raise
        return name
