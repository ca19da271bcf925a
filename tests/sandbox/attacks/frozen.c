/* Stopped, with all its children, and nobody there to go on with it. */
#include "attack.h"
int main(void) { fork(); kill(0, SIGSTOP); for (;;) pause(); }
