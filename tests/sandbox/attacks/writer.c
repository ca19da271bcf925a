/* Everything that should be read-only; and its own files under every name. */
#include "attack.h"
int main(int count, char **arguments)
{
    const char *closed[] = {"/mark", "/box/mark", "/usr/mark", "/etc/mark", "/var/mark", "/dev/mark", "/proc/mark", "/usr/local/mark", "/usr/lib/mark"};
    const char *own[] = {"/work/mark", "/tmp/mark", "/dev/shm/mark", "/var/tmp/mark", "mark"};
    const char *never[] = {"/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/proc/sys/vm/drop_caches", "/launcher", "/dev/kmsg", "/dev/mem", "/dev/vda", "/dev/fuse", "/sys/fs/cgroup", "/proc/self/exe"};
    (void)count;
    for (unsigned i = 0; i < sizeof closed / sizeof *closed; i++) TRY(closed[i], open(closed[i], O_CREAT | O_WRONLY, 0666));
    for (unsigned i = 0; i < sizeof never / sizeof *never; i++) TRY(never[i], open(never[i], O_RDWR));
    TRY("own program", open(arguments[0], O_RDWR));
    TRY("unlink own program", unlink(arguments[0]));
    TRY("reopen stdin", ftruncate(open("/proc/self/fd/0", O_RDWR), 0));
    for (unsigned i = 0; i < sizeof own / sizeof *own; i++) {
        printf("%s\n", access(own[i], F_OK) ? "fresh" : "FOUND");
        close(open(own[i], O_CREAT | O_WRONLY, 0666));
        unlink(own[i]);
    }
    for (unsigned i = 0; i < sizeof own / sizeof *own; i++) close(open(own[i], O_CREAT | O_WRONLY, 0666));
    return 0;
}
