/* Process 1 is the judge's. */
#include "attack.h"
#include <sys/resource.h>
int main(void)
{
    struct rlimit none = {0, 0}, more = {1 << 20, 1 << 20};
    printf("parent %d, me %d %d\n", getppid(), getuid(), geteuid());
    TRY("kill parent", kill(getppid(), SIGKILL));
    TRY("kill 1", kill(1, SIGKILL));
    TRY("interrupt 1", kill(1, SIGINT));
    TRY("limit 1", prlimit(1, RLIMIT_NOFILE, &none, NULL));
    TRY("raise limit", setrlimit(RLIMIT_NOFILE, &more));
    TRY("read memory of 1", open("/proc/1/mem", O_RDWR));
    TRY("read environment of 1", open("/proc/1/environ", O_RDONLY));
    TRY("read descriptors of 1", open("/proc/1/fd/0", O_RDONLY));
    TRY("read root of 1", open("/proc/1/root/etc", O_RDONLY));
    TRY("read maps of 1", open("/proc/1/maps", O_RDONLY));
    TRY("oom of 1", open("/proc/1/oom_score_adj", O_WRONLY));
    for (int i = 3; i < 1024; i++)
        if (fcntl(i, F_GETFD) >= 0) printf("ALLOWED descriptor %d\n", i);
    kill(-1, SIGUSR1);
    return 0;
}
