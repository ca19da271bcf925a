# A coin is a step from one sum to a bigger one: the fewest steps, by breadth-first search.
def main():
    n, k = map(int, input().split())
    values = list(map(int, input().split()))
    last = [0] * (n + 1)
    reached = [0]
    for total in reached:
        for v in values:
            if total + v <= n and not last[total + v]:
                last[total + v] = v
                reached.append(total + v)
    if not last[n]:
        print("IMPOSSIBLE")
        return
    coins = []
    while n:
        coins.append(last[n])
        n -= last[n]
    print(len(coins))
    print(*coins)


main()
