#include "attack.h"
int main(void)
{
    size_t size = 2ul << 30;
    char *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) return 3;
    memset(p, 1, size);
    return 0;
}
