"""Checktestdata's grammars (.ctd) become Python programs, which the sandbox runs like any other validator."""

from dataclasses import replace

from checktestdata.parser import ParserException, parse
from checktestdata.tokenizer import tokenize

from judge.packages.package import PackageError, Program

MOST_GRAMMAR = 256 * 1024  # bytes


def translated(program: Program) -> Program:
    """The translation accepts with 42, like every validator."""
    (grammar,) = program.files.values()
    if len(grammar) > MOST_GRAMMAR:
        raise PackageError(f"{program.path} is larger than {MOST_GRAMMAR // 1024} KiB")
    try:
        code = parse(tokenize(grammar), debug_comments=True).python_code(standalone=True)
    except ParserException as error:
        raise PackageError(f"{program.path}, line {error.token.line}: {error}") from error
    except (RecursionError, ValueError) as error:
        raise PackageError(f"{program.path} can't be translated: {error}") from error
    return replace(program, files={"validator.py": code.encode()}, language="python3", entry="validator.py")
