import heapq
import sys


def main():
    numbers = iter(map(int, sys.stdin.read().split()))
    n, m, capital = next(numbers), next(numbers), next(numbers)
    roads = [[] for _ in range(n + 1)]
    for u, v, w in zip(numbers, numbers, numbers):
        roads[u].append((v, w))
    length = ["INF"] * (n + 1)
    queue = [(0, capital)]
    while queue:
        so_far, town = heapq.heappop(queue)
        if length[town] != "INF":
            continue
        length[town] = so_far
        for v, w in roads[town]:
            if length[v] == "INF":
                heapq.heappush(queue, (so_far + w, v))
    print(*length[1:], sep="\n")


main()
