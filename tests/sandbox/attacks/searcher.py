#!/usr/bin/python3
"""Looks for a word in everything that can be read: files, process 1, its own environment, its descriptors."""

import os
import sys

secret = sys.argv[1] if len(sys.argv) > 1 else "4711"
word = ("CANARY-" + secret).encode()
skipped = {"/usr", "/proc/kcore"}
seen = [name for name in os.environ if secret in os.environ[name]]
for folder, folders, files in os.walk("/"):
    folders[:] = [name for name in folders if os.path.join(folder, name) not in skipped]
    for name in files:
        path = os.path.join(folder, name)
        try:
            with open(path, "rb", buffering=0) as file:
                if os.path.isfile(path) and word in file.read(1 << 20):
                    seen.append(path)
        except OSError:
            continue
print("found", sorted(seen))
