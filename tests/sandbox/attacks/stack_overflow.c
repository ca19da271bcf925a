#include "attack.h"
static int deeper(volatile int *up) { volatile int here[256]; here[0] = *up + 1; return deeper(here) + here[3]; }
int main(void) { volatile int zero = 0; return deeper(&zero); }
