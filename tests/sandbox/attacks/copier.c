#include "attack.h"
int main(void) { static char block[1 << 16]; for (long n; (n = read(0, block, sizeof block)) > 0;) if (write(1, block, n) != n) return 1; return 0; }
