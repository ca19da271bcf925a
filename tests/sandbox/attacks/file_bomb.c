/* One file that grows and grows. */
#include "attack.h"
int main(int count, char **arguments)
{
    static char block[1 << 20];
    int file = open(count > 1 ? arguments[1] : "file", O_CREAT | O_WRONLY, 0600);
    for (;;) if (write(file, block, sizeof block) < 0) return 9;
}
