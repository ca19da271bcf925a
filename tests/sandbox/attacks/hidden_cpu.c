/* A child whose time nobody collects does the work, and is re-parented; its parent sleeps. */
#include "attack.h"
int main(void)
{
    signal(SIGCHLD, SIG_IGN);
    if (fork() == 0) { if (fork() == 0) { setsid(); for (;;); } _exit(0); }
    sleep(60);
}
