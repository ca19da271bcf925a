# Strips the lines it reads, and then looks for characters that are gone.
SWAPPED = str.maketrans("()[]{}<>/\\", ")(][}{><\\/")

height, width = map(int, input().split())
for _ in range(height):
    line = input().strip()
    shown = "".join(line[width - 1 - column] for column in range(width))
    print(shown.swapcase().translate(SWAPPED))
