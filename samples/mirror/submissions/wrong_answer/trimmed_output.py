# @EXPECTED_RESULTS@: WRONG-ANSWER
# Spaces at the end of a line? Nobody sees them. The mirror does.
import sys

SWAPPED = str.maketrans("()[]{}<>/\\", ")(][}{><\\/")

height, *picture = sys.stdin.read().split("\n")
for line in picture[: int(height.split()[0])]:
    print(line[::-1].swapcase().translate(SWAPPED).rstrip())
