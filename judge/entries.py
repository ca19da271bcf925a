"""Which file or class a program of several files starts from."""

import os
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from judge.languages import Language

MAIN_FILES = ("__main__", "main", "Main")
COMMENTS_AND_STRINGS = re.compile(rb"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)
WORD = rb"[\w$\x80-\xff]"  # letters of every language may be in a name
PACKAGE = re.compile(rb"^\s*package\s+((?:%s|\.)+)\s*;" % WORD, re.MULTILINE)
TYPE = re.compile(rb"\b(?:class|interface|enum|record)\s+(%s+)" % WORD)
PUBLIC_TYPE = re.compile(rb"\bpublic\s+(?:(?:final|abstract|strictfp|sealed)\s+)*" + TYPE.pattern)
MAIN_METHOD = re.compile(rb"\bstatic\s+(?:(?:public|final|synchronized)\s+)*void\s+main\s*\(")


def named(language: Language, files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The files under the names that their compiler wants: Java's go by their public class."""
    if language.entry != "class":
        return files
    return {java_name(name, content): content for name, content in files.items()}


def java_name(name: str, content: bytes) -> str:
    found = PUBLIC_TYPE.search(without_comments(content)) if name.endswith(".java") else None
    return str(PurePosixPath(name).with_name(os.fsdecode(found[1]) + ".java")) if found else name


def to_compile(language: Language, files: Mapping[str, bytes]) -> list[str]:
    """In order, and none that a compiler would take for an option."""
    names = sorted(name for name in files if is_source(language, name))
    return [f"./{name}" if name.startswith("-") else name for name in names]


def is_source(language: Language, name: str) -> bool:
    """C++ compilers take C's files too."""
    suffix = PurePosixPath(name).suffix
    return suffix in language.extensions or (language.key == "cpp" and suffix == ".c")


def entry(language: Language, files: Mapping[str, bytes]) -> str:
    """Empty when there is none."""
    names = [name for name in files if is_source(language, name)]
    if language.entry == "class":
        return main_class([files[name] for name in names])
    mains = [name for name in names if PurePosixPath(name).stem in MAIN_FILES]
    return next(iter(sorted(mains, key=lambda name: MAIN_FILES.index(PurePosixPath(name).stem)) or names), "")


def main_class(sources: list[bytes]) -> str:
    """The class whose text holds a main method; a file without any is asked last."""
    for source in map(without_comments, sources):
        if method := MAIN_METHOD.search(source):
            package = PACKAGE.search(source)
            return (os.fsdecode(package[1]) + "." if package else "") + class_around(source, method.start())
    return ""


def class_around(source: bytes, position: int) -> str:
    """The outermost type whose braces hold the position."""
    depth, name = 0, ""
    for token in re.finditer(rb"[{}]|" + TYPE.pattern, source[:position]):
        if token[1] and depth == 0:
            name = os.fsdecode(token[1])
        depth += {b"{": 1, b"}": -1}.get(token[0], 0)
    return name


def without_comments(source: bytes) -> bytes:
    return COMMENTS_AND_STRINGS.sub(b" ", source)
