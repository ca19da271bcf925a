/*
 * @EXPECTED_RESULTS@: WRONG-ANSWER
 * The right place, but printed with too few digits.
 */
#include <math.h>
#include <stdio.h>

int n;
double xs[1000], ys[1000];

double total(double x) {
    double sum = 0;
    for (int i = 0; i < n; i++) sum += sqrt((x - xs[i]) * (x - xs[i]) + ys[i] * ys[i]);
    return sum;
}

int main(void) {
    if (scanf("%d", &n) != 1) return 1;
    for (int i = 0; i < n; i++)
        if (scanf("%lf %lf", &xs[i], &ys[i]) != 2) return 1;
    double low = -10000, high = 10000;
    for (int round = 0; round < 100; round++) {
        double left = low + (high - low) / 3, right = high - (high - low) / 3;
        if (total(left) < total(right)) high = right;
        else low = left;
    }
    printf("%.2f\n", total(low));
    return 0;
}
