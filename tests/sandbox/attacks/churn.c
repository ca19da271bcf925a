/* Children that are gone before anybody can count them. */
#include "attack.h"
int main(void) { signal(SIGCHLD, SIG_IGN); for (;;) if (fork() == 0) _exit(0); }
