"""How a program that is to help us came to its end, in words for who wrote it."""

import signal

from judge.sandbox import MIB, Ending, Limits, Result


def how_it_ended(result: Result) -> str:
    if result.ending is Ending.EXITED:
        return f"exited with {result.exit_code}"
    if result.ending is Ending.SIGNALLED:
        return f"was killed by signal {result.signal}"
    return f"hit its {result.ending.value}"


def ended_under(limits: Limits, result: Result) -> str:
    """With the limit that it ran into, where its author set it, or should know it."""
    match result.ending:
        case Ending.EXITED:
            return f"ended with exit code {result.exit_code}"
        case Ending.SIGNALLED:
            return f"was ended by signal {result.signal}{meaning(result.signal)}"
        case Ending.CPU_LIMIT:
            return f"was stopped after {limits.cpu:g} s"
        case Ending.WALL_LIMIT:
            return f"was stopped after {result.wall:.0f} s, in most of which it did nothing but wait"
        case Ending.MEMORY_LIMIT:
            return f"needed more than {limits.memory // MIB} MiB of memory"
        case Ending.OUTPUT_LIMIT:
            return f"printed more than {limits.output // MIB} MiB"


def meaning(number: int | None) -> str:
    try:
        name = signal.Signals(number or 0).name
    except ValueError:  # a real-time signal
        return ""
    said = signal.strsignal(number or 0)
    return f" ({name}: {said.lower()})" if said else f" ({name})"
