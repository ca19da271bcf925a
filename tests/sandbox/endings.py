"""What each attack comes to, whoever makes it: a program, a checker, a validator, or something within a compiler."""

from judge.sandbox import MIB, Ending, Limits

ENDINGS = {
    ("fork_bomb",): Ending.CPU_LIMIT,
    ("thread_bomb",): Ending.CPU_LIMIT,
    ("memory_bomb",): Ending.MEMORY_LIMIT,
    ("shared_memory_bomb",): Ending.MEMORY_LIMIT,
    ("child_memory_bomb",): Ending.MEMORY_LIMIT,
    ("pipe_bomb",): Ending.MEMORY_LIMIT,
    ("many_files_bomb",): Ending.MEMORY_LIMIT,
    ("many_files_bomb", "/dev/shm"): Ending.MEMORY_LIMIT,
    ("output_bomb",): Ending.OUTPUT_LIMIT,
    ("output_bomb", "2"): Ending.OUTPUT_LIMIT,
    ("file_bomb",): Ending.OUTPUT_LIMIT,
    ("file_bomb", "/tmp/file"): Ending.OUTPUT_LIMIT,
    ("sleeper",): Ending.WALL_LIMIT,
    ("frozen",): Ending.WALL_LIMIT,
    ("deaf",): Ending.CPU_LIMIT,
    ("hidden_cpu",): Ending.CPU_LIMIT,
    ("churn",): Ending.CPU_LIMIT,
    ("headless",): Ending.CPU_LIMIT,
    ("stack_overflow",): Ending.SIGNALLED,
    ("old_calls",): Ending.SIGNALLED,
    ("old_calls", "x32"): Ending.SIGNALLED,
    ("survivor",): Ending.EXITED,
    ("foster",): Ending.EXITED,
    ("ghosts",): Ending.EXITED,
    ("deep_folders",): Ending.EXITED,
    ("inode_bomb",): Ending.EXITED,
}
VARIANTS = {"thread_bomb", "shared_memory_bomb", "headless", "frozen", "churn", "ghosts"}
ONE_OF_EACH_KIND = [attack for attack in ENDINGS if len(attack) == 1 and attack[0] not in VARIANTS]
REFUSED = {("families",): 1, ("syscalls",): 48, ("neighbours",): 16, ("writer",): 27}  # how many lines they write
QUIET = {("sleeper",), ("frozen",)}  # the wall clock alone ends them
EXIT_CODES = {("foster",): 7, ("ghosts",): 3, ("inode_bomb",): 7}


def wall(attack, short=1):
    """A busy machine is slow: only what the wall clock has to end is given little of it."""
    return short if attack in QUIET else 30


def cpu(attack, short=0.3):
    """A slow machine needs more CPU time for the same: only what this limit has to end is given little of it."""
    return short if ENDINGS.get(attack) is Ending.CPU_LIMIT else 20


def within_python(attack=()):
    """What ends it when something in Python becomes this attack, or none."""
    clocks = {"cpu": cpu(attack, short=0.4), "wall": wall(attack, short=1.5)}
    return Limits(**clocks, memory=128 * MIB, output=4 * MIB, processes=32)
