# Right, and it remembers what it has computed; but it goes one call deeper for every coin.
from functools import lru_cache

n, k = map(int, input().split())
values = list(map(int, input().split()))


@lru_cache(maxsize=None)
def pay(rest):
    if rest == 0:
        return 0, 0
    return min((pay(rest - v)[0] + 1, v) for v in values if v <= rest) if min(values) <= rest else (10**9, 0)


coins = []
if pay(n)[0] >= 10**9:
    print("IMPOSSIBLE")
else:
    while n:
        coins.append(pay(n)[1])
        n -= coins[-1]
    print(len(coins))
    print(*coins)
