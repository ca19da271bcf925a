/* The classic: reads what fits and adds what doesn't. */
#include <stdio.h>

int main(void) {
    long long a, b;
    if (scanf("%lld %lld", &a, &b) != 2) return 1;
    int sum = (int)a + (int)b;
    printf("%d\n", sum);
    return 0;
}
