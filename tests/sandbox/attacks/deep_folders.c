#include "attack.h"
int main(void) { for (int i = 0; i < 3000 && !mkdir("d", 0700) && !chdir("d"); i++); return 0; }
