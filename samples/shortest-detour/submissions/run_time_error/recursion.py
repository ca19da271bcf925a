# Right, but walks recursively: a long chain of towns is deeper than Python's stack.
import sys

numbers = iter(map(int, sys.stdin.read().split()))
n, m, capital = next(numbers), next(numbers), next(numbers)
roads = [[] for _ in range(n + 1)]
for u, v, w in zip(numbers, numbers, numbers):
    roads[u].append((v, w))
length = ["INF"] * (n + 1)


def walk(town, so_far):
    if length[town] != "INF" and length[town] <= so_far:
        return
    length[town] = so_far
    for v, w in roads[town]:
        walk(v, so_far + w)


walk(capital, 0)
print(*length[1:], sep="\n")
