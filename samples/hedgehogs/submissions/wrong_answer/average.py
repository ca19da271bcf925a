# The average makes the sum of the *squared* distances small.
import sys
from math import hypot

numbers = list(map(int, sys.stdin.read().split()))
nests = list(zip(numbers[1::2], numbers[2::2]))
x = sum(a for a, b in nests) / len(nests)
print(f"{sum(hypot(x - a, b) for a, b in nests):.9f}")
