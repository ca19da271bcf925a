#include "attack.h"
int main(int count, char **arguments)
{
    static char block[1 << 20];
    int to = count > 1 ? atoi(arguments[1]) : 1;
    memset(block, 'x', sizeof block);
    for (;;) if (write(to, block, sizeof block) < 0) return 9;
}
