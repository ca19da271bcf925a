/* Children that share its memory and whose end nobody would be told of. */
#include "attack.h"
#include <sched.h>
static char stacks[8][1 << 16];
static int spin(void *_) { for (;;); return _ != NULL; }
int main(void)
{
    for (int i = 0; i < 8; i++) clone(spin, stacks[i] + sizeof stacks[i], CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND, NULL);
    return 3;
}
