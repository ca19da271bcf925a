/* The program ends at once, well; what it started means to stay. */
#include "attack.h"
int main(void)
{
    for (int i = 0; i < 8; i++)
        if (fork() == 0) {
            setsid();
            if (fork() == 0) { for (int j = 1; j < 65; j++) signal(j, SIG_IGN); for (int j = 0; j < 99; j++) close(j); for (;;) sleep(9); }
            _exit(0);
        }
    return 0;
}
