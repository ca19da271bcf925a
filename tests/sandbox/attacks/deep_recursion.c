/* Legitimate: a million levels of 160 bytes. */
#include "attack.h"
static int down(int n) { volatile char here[160]; here[0] = n; return n ? down(n - 1) + 1 + (here[0] & 0) : 0; }
int main(void) { printf("%d\n", down(1000000)); }
