// Walks along the whole brook in steps of a millimetre.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

int main() {
    int n;
    if (scanf("%d", &n) != 1) return 1;
    std::vector<double> xs(n), ys(n);
    for (int i = 0; i < n; i++)
        if (scanf("%lf %lf", &xs[i], &ys[i]) != 2) return 1;
    double low = *std::min_element(xs.begin(), xs.end()), high = *std::max_element(xs.begin(), xs.end());
    double best = 1e18;
    for (long step = 0; low + step / 1000.0 <= high; step++) {
        double x = low + step / 1000.0, sum = 0;
        for (int i = 0; i < n; i++) sum += std::sqrt((x - xs[i]) * (x - xs[i]) + ys[i] * ys[i]);
        best = std::min(best, sum);
    }
    printf("%.9f\n", best);
}
