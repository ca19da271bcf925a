/* Which signals are ignored or blocked at the start: none should be. */
#include "attack.h"
int main(void)
{
    sigset_t blocked;
    sigprocmask(SIG_SETMASK, NULL, &blocked);
    for (int i = 1; i < 65; i++) {
        struct sigaction now;
        if (i != 32 && i != 33 && sigaction(i, NULL, &now) == 0 && now.sa_handler != SIG_DFL) printf("not default: %d\n", i);
        if (sigismember(&blocked, i) == 1) printf("blocked: %d\n", i);
    }
    raise(SIGPIPE);
}
