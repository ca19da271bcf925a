#include <algorithm>
#include <cstdio>
#include <vector>

int main() {
    int n, k;
    if (scanf("%d %d", &n, &k) != 2) return 1;
    std::vector<int> values(k);
    for (int& v : values)
        if (scanf("%d", &v) != 1) return 1;

    const int NEVER = 1000000;
    std::vector<int> coins(n + 1, NEVER), last(n + 1, 0);
    coins[0] = 0;
    for (int sum = 1; sum <= n; sum++) {
        for (int v : values) {
            if (v <= sum && coins[sum - v] + 1 < coins[sum]) {
                coins[sum] = coins[sum - v] + 1;
                last[sum] = v;
            }
        }
    }
    if (coins[n] >= NEVER) {
        puts("IMPOSSIBLE");
        return 0;
    }
    printf("%d\n", coins[n]);
    for (int sum = n; sum > 0; sum -= last[sum]) printf("%d%c", last[sum], sum == last[sum] ? '\n' : ' ');
}
