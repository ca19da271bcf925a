// Tries every payment, biggest coins first, and gives up early only when it has too many coins already.
#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

std::vector<int> values, coins, best;
bool found = false;

void pay(int rest, size_t kind) {
    if (found && coins.size() >= best.size()) return;
    if (rest == 0) {
        best = coins;
        found = true;
        return;
    }
    if (kind == values.size()) return;
    int most = rest / values[kind];
    coins.insert(coins.end(), most, values[kind]);
    for (int count = most; count >= 0; count--) {
        pay(rest - count * values[kind], kind + 1);
        if (count > 0) coins.pop_back();
    }
}

int main() {
    int n, k;
    if (scanf("%d %d", &n, &k) != 2) return 1;
    values.resize(k);
    for (int& v : values)
        if (scanf("%d", &v) != 1) return 1;
    std::sort(values.begin(), values.end(), std::greater<int>());
    pay(n, 0);
    if (!found) {
        puts("IMPOSSIBLE");
        return 0;
    }
    printf("%zu\n", best.size());
    for (int v : best) printf("%d ", v);
    puts("");
}
