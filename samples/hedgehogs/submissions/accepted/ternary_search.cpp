#include <cmath>
#include <cstdio>
#include <vector>

struct Nest {
    double x, y;
};

double total(const std::vector<Nest>& nests, double x) {
    double sum = 0;
    for (const Nest& nest : nests) sum += std::hypot(x - nest.x, nest.y);
    return sum;
}

int main() {
    int n;
    if (scanf("%d", &n) != 1) return 1;
    std::vector<Nest> nests(n);
    for (Nest& nest : nests)
        if (scanf("%lf %lf", &nest.x, &nest.y) != 2) return 1;

    double low = -10000, high = 10000;
    for (int round = 0; round < 100; round++) {
        double left = low + (high - low) / 3, right = high - (high - low) / 3;
        if (total(nests, left) < total(nests, right)) high = right;
        else low = left;
    }
    printf("%.9f\n", total(nests, low));
}
