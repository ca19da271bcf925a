"""The programs that a version keeps."""

from judge import blobs
from judge.compiling import CompileError, Executable
from judge.compiling import compiled as compiled_from

__all__ = ["CompileError", "compiled"]


def compiled(program: dict) -> Executable:
    """From a program's document in a version."""
    files = {name: blobs.read(sha) for name, sha in program["files"].items()}
    return compiled_from(program["language"], files, program["entry"])
