# Follows the slope, and divides by zero when it stands right on a nest at the brook.
import sys
from math import hypot

numbers = list(map(int, sys.stdin.read().split()))
nests = list(zip(numbers[1::2], numbers[2::2]))
low = min(a for a, b in nests)
high = max(a for a, b in nests)
for _ in range(60):
    middle = (low + high) / 2
    if sum((middle - a) / hypot(middle - a, b) for a, b in nests) < 0:
        low = middle
    else:
        high = middle
print(f"{sum(hypot(high - a, b) for a, b in nests):.9f}")
