#include "attack.h"
int main(void)
{
    for (int i = 0; i < 1000000; i++) {
        char name[99];
        sprintf(name, "%d", i);
        int file = open(name, O_CREAT | O_WRONLY, 0600);
        if (file < 0) return printf("full: %s\n", strerror(errno)), 7;
        close(file);
    }
}
