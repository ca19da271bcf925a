"""Hints as a good model writes them, with a lot of the person's own code in them."""

SOURCE = """import sys
input = sys.stdin.readline

n, m = map(int, input().split())
graph = [[] for _ in range(n + 1)]
for _ in range(m):
    a, b, c = map(int, input().split())
    graph[a].append((b, c))

INF = 10**9
dist = [INF] * (n + 1)
dist[1] = 0
queue = [1]
while queue:
    node = queue.pop()
    for other, cost in graph[node]:
        if dist[node] + cost < dist[other]:
            dist[other] = dist[node] + cost
            queue.append(other)
print(dist[n] if dist[n] < INF else -1)
"""
PROSE = [  # with hardly any code, and words that programs have too
    "Check which numbers it may hold. Think of O(n log(n)) steps, and print the sum of a few by hand (on paper).",
    "Say n = 3 (the smallest): what does the program print (and why)? Write the values down (one a line), then log(n).",
    "It begins with `int s = 0` and would then print the rest (of the numbers). Print the answer (a number) by hand.",
    "Say s = 1 (too small): `cout << s` prints what is left (nothing), then the next. It has to print more (all).",
]
ENGLISH = [
    (
        'Check the assumption behind the value that stands for "no way at all". What is the longest path that'
        " the bounds allow? Compare that number with the constant that your program starts from."
    ),
    (
        "The program goes wrong when the graph is a long chain of expensive edges. Try by hand n = 3, m = 2 "
        "with edges (1, 2, 10^9) and (2, 3, 10^9): the distance is 2 * 10^9. What does `dist[n]` hold then, "
        "and what does `dist[n] < INF` say?"
    ),
    (
        "On the failing test, `n` is 2 and `m` is 1, with one edge `1 2 1000000000`. After reading, "
        "`graph[1]` is `[(2, 1000000000)]`. The loop takes `node = 1` and compares `dist[1] + cost`, which is"
        " `0 + 1000000000`, with `dist[2] = 1000000000`. Since `1000000000 < 1000000000` is false, `dist[2]` "
        "stays `INF`. At the end `print(dist[n] if dist[n] < INF else -1)` prints `-1`, while the expected "
        "output is `1000000000`."
    ),
    (
        "Line 10, `INF = 10**9`, is the culprit. With `INF` as small as a real distance, the test `dist[node]"
        " + cost < dist[other]` in line 17 and the test `dist[n] < INF` in line 20 can't tell a real path "
        "from none. The constant has to be larger than (n - 1) * max(c), which may be 10**5 * 10**9."
    ),
]
KOREAN = [
    ('"길이 없음"을 나타내는 값에 대한 가정을 다시 확인해 보세요. 제약 조건에서 가능한 최대 거리는 얼마인가요?'),
    (
        "비용이 큰 간선이 길게 이어지는 그래프에서 틀립니다. n = 3, m = 2, 간선 (1, 2, 10^9),"
        " (2, 3, 10^9)을 손으로 따라가 보세요. `dist[n]`은 얼마이고 `dist[n] < INF`는"
        " 참인가요?"
    ),
    (
        "실패한 테스트에서 `n`은 2, `m`은 1이고 간선은 `1 2 1000000000`입니다. `node = "
        "1`에서 `dist[1] + cost`는 `0 + 1000000000`이고 `dist[2] = "
        "1000000000`과 비교됩니다. `1000000000 < 1000000000`은 거짓이므로 "
        "`dist[2]`는 그대로입니다. 결국 print(dist[n] if dist[n] < INF else "
        "-1)은 -1을 출력합니다."
    ),
    (
        "10번째 줄 `INF = 10**9`가 문제입니다. 이 값은 실제 거리보다 커야 합니다. max(c) * "
        "(n - 1)까지 가능하기 때문입니다."
    ),
]
