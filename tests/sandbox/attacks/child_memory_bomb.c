/* Many small children instead of one big process: the limit is for all of them together. */
#include "attack.h"
int main(void)
{
    for (int i = 0; i < 20; i++)
        if (fork() == 0) { char *p = malloc(30 << 20); memset(p, 1, 30 << 20); sleep(1); _exit(0); }
    while (wait(NULL) > 0);
    return 0;
}
