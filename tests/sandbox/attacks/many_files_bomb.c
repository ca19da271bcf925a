/* Many files, each below the limit for one; says when the disk is full. */
#include "attack.h"
int main(int count, char **arguments)
{
    static char block[1 << 20];
    for (int i = 0;; i++) {
        char name[99];
        sprintf(name, "%s/%d", count > 1 ? arguments[1] : ".", i);
        int file = open(name, O_CREAT | O_WRONLY, 0600);
        if (file < 0 || write(file, block, sizeof block) <= 0) return printf("full: %s\n", strerror(errno)), 7;
        close(file);
    }
}
