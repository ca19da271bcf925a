#include <ctype.h>
#include <stdio.h>
#include <string.h>

int mirrored(int c) {
    const char *from = "()[]{}<>/\\", *to = ")(][}{><\\/", *at = strchr(from, c);
    if (at != NULL) return to[at - from];
    return islower(c) ? toupper(c) : tolower(c);
}

int main(void) {
    int height, width;
    char line[64];
    if (scanf("%d %d", &height, &width) != 2) return 1;
    getchar();
    while (height-- > 0 && fgets(line, sizeof line, stdin) != NULL) {
        for (int column = width - 1; column >= 0; column--) putchar(mirrored(line[column]));
        putchar('\n');
    }
    return 0;
}
