/* Leaves something that isn't a file where the judge will look for one. */
#include "attack.h"
int main(int count, char **arguments)
{
    const char *kind = count > 1 ? arguments[1] : "";
    if (!strcmp(kind, "link")) return symlink("/proc/1/environ", "feedback/message");
    if (!strcmp(kind, "outside")) return symlink("/etc/ld.so.cache", "feedback/message");
    if (!strcmp(kind, "fifo")) return mkfifo("feedback/message", 0666);
    if (!strcmp(kind, "folder")) return mkdir("feedback/message", 0777);
    if (!strcmp(kind, "parent")) return rename("feedback", "moved") || symlink("/etc", "feedback");
    if (!strcmp(kind, "secret")) return close(open("feedback/message", O_CREAT | O_WRONLY, 0));
    if (!strcmp(kind, "big")) return truncate("big", 0), ftruncate(open("feedback/message", O_CREAT | O_RDWR, 0666), 8 << 20);
    return 1;
}
