# @EXPECTED_RESULTS@: WRONG-ANSWER
# Always the biggest coin that fits: right for the coins in our pockets, wrong for the troll.
n, k = map(int, input().split())
coins = []
for v in sorted(map(int, input().split()), reverse=True):
    coins += [v] * (n // v)
    n %= v
if n:
    print("IMPOSSIBLE")
else:
    print(len(coins))
    print(*coins)
