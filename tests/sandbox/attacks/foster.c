/* Its children are process 1's from their birth, and end with what may be taken for its own exit code. */
#include "attack.h"
#include <sched.h>
int main(void)
{
    for (int i = 0; i < 8; i++)
        if (syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0) == 0) { if (i % 2) _exit(42); for (;;) pause(); }
    return 7;
}
