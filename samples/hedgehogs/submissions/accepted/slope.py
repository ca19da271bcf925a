# The total is convex, so its slope grows: look for the place where it changes its sign.
import sys
from math import hypot


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    nests = list(zip(numbers[1::2], numbers[2::2]))

    def slope(x):
        return sum((x - a) / hypot(x - a, b) for a, b in nests if (a, b) != (x, 0))

    low = min(a for a, b in nests)
    high = max(a for a, b in nests)
    for _ in range(60):
        middle = (low + high) / 2
        if slope(middle) < 0:
            low = middle
        else:
            high = middle
    print(f"{sum(hypot(high - a, b) for a, b in nests):.9f}")


main()
