#include "attack.h"
#include <linux/filter.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
static char stack[1 << 16];
static int child(void *_) { (void)_; return 0; }
int main(void)
{
    long io[32] = {0};
    TRY("mount", mount("none", "/work", "tmpfs", 0, ""));
    TRY("umount", umount2("/work", MNT_DETACH));
    TRY("pivot_root", syscall(SYS_pivot_root, "/work", "/work"));
    TRY("chroot", chroot("/work"));
    TRY("unshare user", unshare(CLONE_NEWUSER));
    TRY("unshare mounts", unshare(CLONE_NEWNS));
    TRY("clone user", clone(child, stack + sizeof stack, CLONE_NEWUSER | SIGCHLD, NULL));
    TRY("clone pid", clone(child, stack + sizeof stack, CLONE_NEWPID | SIGCHLD, NULL));
    TRY("clone3", syscall(SYS_clone3, io, 64));
    TRY("setns", setns(0, 0));
    TRY("ptrace", ptrace(PTRACE_ATTACH, 1, 0, 0));
    TRY("traceme", ptrace(PTRACE_TRACEME, 0, 0, 0));
    TRY("process_vm_readv", syscall(SYS_process_vm_readv, 1, io, 1, io, 1, 0));
    TRY("bpf", syscall(SYS_bpf, 0, io, 64));
    TRY("io_uring", syscall(SYS_io_uring_setup, 4, io));
    TRY("keyctl", syscall(SYS_keyctl, 0, -3, 1));
    TRY("add_key", syscall(SYS_add_key, "user", "x", "y", 1, -3));
    TRY("userfaultfd", syscall(SYS_userfaultfd, 1));
    TRY("perf", syscall(SYS_perf_event_open, io, 0, -1, -1, 0));
    TRY("shmget", syscall(SYS_shmget, 0, 4096, 01600));
    TRY("msgget", syscall(SYS_msgget, 0, 01600));
    TRY("semget", syscall(SYS_semget, 0, 1, 01600));
    TRY("mq_open", syscall(SYS_mq_open, "x", O_CREAT | O_RDWR, 0600, 0));
    TRY("memfd", syscall(SYS_memfd_create, "x", 0));
    TRY("memfd_secret", syscall(SYS_memfd_secret, 0));
    TRY("open_by_handle", syscall(SYS_open_by_handle_at, 0, io, 0));
    TRY("open_tree", syscall(SYS_open_tree, -100, "/", 1));
    TRY("fsopen", syscall(SYS_fsopen, "tmpfs", 0));
    TRY("pidfd_open", syscall(SYS_pidfd_open, 1, 0));
    TRY("personality", syscall(SYS_personality, 0x40000));
    TRY("setuid 0", setuid(0));
    TRY("setgroups", syscall(SYS_setgroups, 0, 0));
    TRY("sethostname", sethostname("x", 1));
    TRY("reboot", syscall(SYS_reboot, 1, 2, 3, 0));
    TRY("syslog", syscall(SYS_syslog, 3, io, 9));
    TRY("init_module", syscall(SYS_init_module, io, 9, ""));
    TRY("kexec", syscall(SYS_kexec_load, 0, 0, 0, 0));
    TRY("vmsplice", syscall(SYS_vmsplice, 1, io, 1, 0));
    TRY("fanotify", syscall(SYS_fanotify_init, 0, 0));
    TRY("mknod device", mknod("device", S_IFBLK | 0600, 0xfe00));
    TRY("mlockall", mlockall(3));
    TRY("TIOCSTI", syscall(SYS_ioctl, 0, 0x5412, "x"));
    TRY("change map", prctl(PR_SET_MM, PR_SET_MM_START_BRK, 0x10000, 0, 0));
    TRY("lift filter", prctl(PR_SET_SECCOMP, 0, 0));
    TRY("old privileges", prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
    TRY("raise capability", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 21, 0, 0));
    TRY("huge pages", (long)mmap(NULL, 2 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0));
    TRY("landlock", syscall(444, 0, 0, 1));
    return 0;
}
