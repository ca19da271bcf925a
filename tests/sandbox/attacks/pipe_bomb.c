/* Memory that the kernel holds for it: pipes full of bytes, in many processes. */
#include "attack.h"
int main(void)
{
    static char block[1 << 16];
    for (int i = 0; i < 20; i++)
        if (fork() == 0) {
            int ends[2];
            while (pipe(ends) == 0) { fcntl(ends[1], F_SETFL, O_NONBLOCK); write(ends[1], block, sizeof block); }
            sleep(1);
            _exit(0);
        }
    while (wait(NULL) > 0);
    return 0;
}
