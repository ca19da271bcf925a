// A knapsack with its loop the wrong way round: takes at most one coin of each kind.
#include <cstdio>
#include <vector>

int main() {
    int n, k;
    if (scanf("%d %d", &n, &k) != 2) return 1;
    std::vector<std::vector<int>> best(n + 1);
    std::vector<bool> payable(n + 1, false);
    payable[0] = true;
    for (int i = 0; i < k; i++) {
        int v;
        if (scanf("%d", &v) != 1) return 1;
        for (int sum = n; sum >= v; sum--) {
            if (!payable[sum - v]) continue;
            if (payable[sum] && best[sum].size() <= best[sum - v].size() + 1) continue;
            payable[sum] = true;
            best[sum] = best[sum - v];
            best[sum].push_back(v);
        }
    }
    if (!payable[n]) {
        puts("IMPOSSIBLE");
        return 0;
    }
    printf("%zu\n", best[n].size());
    for (int v : best[n]) printf("%d ", v);
    puts("");
}
