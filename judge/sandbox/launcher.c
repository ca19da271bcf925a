/* Runs one program inside the container: waits to be told which, takes away from itself what the program may not have,
 * in an order that each step can still be made in, and becomes the program.
 *
 * It is told on descriptor 3, in one message of words that end in NUL:
 *
 *     r<resource>:<limit>   a resource limit, soft and hard
 *     d<path>               start in this folder; without it, in /work
 *     j<descriptor>         join the control group whose task file this is
 *     u<id>                 become this user and group
 *     s<descriptor>         install the system call filter found there
 *     a<count>              so many words follow that are the program and its arguments; its environment is the rest
 *
 * With it come descriptors: standard input, output and error, then those that the words speak of, from 7 on. What goes
 * wrong is told on descriptor 3, which closes itself when the program starts. No C library: it starts faster.
 */
#include <asm/unistd.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/socket.h>

#define CHANNEL 3
#define FIRST_RECEIVED 4
#define SIGNALS 64
#define FILTER_LIMIT 1024
#define MESSAGE_LIMIT (1 << 19)
#define WORDS_LIMIT (1 << 15)
#define WORK "/work"
#define TOO_LONG 7 /* E2BIG */
#define X_OK 1

typedef unsigned long word;

#if defined(__x86_64__)
static long call(long number, word a, word b, word c, word d)
{
    long result;
    register word r10 __asm__("r10") = d, r8 __asm__("r8") = 0;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
                     : "rcx", "r11", "memory");
    return result;
}
__asm__(".globl _start\n_start:\n xor %ebp, %ebp\n and $-16, %rsp\n call launch\n");
#elif defined(__aarch64__)
static long call(long number, word a, word b, word c, word d)
{
    register long x8 __asm__("x8") = number;
    register word x0 __asm__("x0") = a, x1 __asm__("x1") = b, x2 __asm__("x2") = c, x3 __asm__("x3") = d;
    register word x4 __asm__("x4") = 0;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
    return (long)x0;
}
__asm__(".globl _start\n_start:\n mov x29, #0\n bl launch\n");
#else
#error "the sandbox is written for x86-64 and aarch64"
#endif

static void fail(const char *step, long error)
{
    char words[64];
    int length = 0;
    for (; step[length] && length < 50; length++)
        words[length] = step[length];
    words[length++] = ' ';
    for (int place = 100; place > 0; place /= 10)
        words[length++] = '0' + error / place % 10;
    call(__NR_write, CHANNEL, (word)words, length, 0);
    for (;;)
        call(__NR_exit_group, 1, 0, 0, 0);
}

static void must(long result, const char *step)
{
    if (result < 0)
        fail(step, -result);
}

static word number(const char **text)
{
    word value = 0;
    for (; **text >= '0' && **text <= '9'; (*text)++)
        value = value * 10 + (**text - '0');
    return value;
}

static void limit(const char *text)
{
    word resource = number(&text);
    text++;
    word value = number(&text);
    struct { word soft, hard; } limits = {value, value};
    must(call(__NR_prlimit64, 0, resource, (word)&limits, 0), "setrlimit");
}

static void become(word id)
{
    must(call(__NR_setgroups, 0, 0, 0, 0), "setgroups");
    must(call(__NR_setresgid, id, id, id, 0), "setresgid");
    must(call(__NR_setresuid, id, id, id, 0), "setresuid");
}

/* Needed where only one user is at hand; the second user of the full sandbox has none to lose. */
static void lose_capabilities(void)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[2] = {{0}};
    call(__NR_prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0);
    must(call(__NR_capset, (word)&header, (word)none, 0, 0), "capset");
}

static void filter(word descriptor)
{
    static struct sock_filter code[FILTER_LIMIT];
    long size = call(__NR_pread64, descriptor, (word)code, sizeof code, 0);
    must(size, "read filter");
    struct sock_fprog program = {size / sizeof *code, code};
    must(call(__NR_close_range, CHANNEL + 1, ~0u, 0, 0), "close_range");
    must(call(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, (word)&program, 0), "seccomp");
}

/* A worker may ignore or block signals (Python ignores SIGPIPE and SIGXFSZ); the program starts with none of that. */
static void forget_signals(void)
{
    struct { word handler, flags, restorer, mask; } by_default = {0};
    for (int signal = 1; signal <= SIGNALS; signal++)
        call(__NR_rt_sigaction, signal, (word)&by_default, 0, sizeof by_default.mask);
    must(call(__NR_rt_sigprocmask, SIG_SETMASK, (word)&by_default.mask, 0, sizeof by_default.mask), "signals");
}

static void take(const char *step)
{
    const char *rest = step + 1;
    switch (step[0]) {
    case 'd': must(call(__NR_chdir, (word)rest, 0, 0, 0), "chdir"); break;
    case 'r': limit(rest); break;
    case 'j': must(call(__NR_write, number(&rest), (word) "0", 1, 0), "join cgroup"); break;
    case 'u': become(number(&rest)); break;
    case 's':
        lose_capabilities();
        must(call(__NR_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0), "no_new_privs");
        filter(number(&rest));
        break;
    default: fail(step, 22);
    }
}

/* Wait for the message; its descriptors get the lowest free numbers, so they stand in their order. */
static word receive(char *text)
{
    static char descriptors[CMSG_SPACE(sizeof(int) * 32)];
    struct iovec bytes = {text, MESSAGE_LIMIT - 1};
    struct msghdr message = {0};
    message.msg_iov = &bytes;
    message.msg_iovlen = 1;
    message.msg_control = descriptors;
    message.msg_controllen = sizeof descriptors;
    long size = call(__NR_recvmsg, CHANNEL, (word)&message, 0, 0);
    must(size, "receive");
    if (size == 0)
        call(__NR_exit_group, 0, 0, 0, 0);
    for (int stream = 0; stream < 3; stream++)
        must(call(__NR_dup3, FIRST_RECEIVED + stream, stream, 0, 0), "streams");
    return size;
}

static word split(char *text, word size, char **words)
{
    word count = 0;
    for (word at = 0; at < size; count++) {
        if (count == WORDS_LIMIT - 2)
            fail("too many words", 7);
        words[count] = text + at;
        while (text[at++])
            continue;
    }
    return count;
}

/* Is it a program as far as one can see from outside? A folder can be entered, too. */
static int looks_like_a_program(const char *path)
{
    return call(__NR_openat, AT_FDCWD, (word)path, O_DIRECTORY, 0) < 0
        && call(__NR_faccessat, AT_FDCWD, (word)path, X_OK, 0) == 0;
}

/* What a compiler made of somebody's source may be no program (a section ".interp" is enough): that is the program's own
 * fault, and ends it as the kernel ends those in which it finds the like a moment later. */
static void refuse(const char *path, long error)
{
    if (error == TOO_LONG || !looks_like_a_program(path))
        fail("start", error);
    call(__NR_kill, call(__NR_getpid, 0, 0, 0, 0), SIGSEGV, 0, 0);
    call(__NR_exit_group, 1, 0, 0, 0);
}

__attribute__((used)) void launch(void)
{
    static char text[MESSAGE_LIMIT], *words[WORDS_LIMIT];
    char **at = words;
    must(call(__NR_fcntl, CHANNEL, F_SETFD, FD_CLOEXEC, 0), "channel");
    must(call(__NR_close_range, FIRST_RECEIVED, ~0u, 0, 0), "close_range");
    must(call(__NR_setsid, 0, 0, 0, 0), "setsid");
    call(__NR_umask, 022, 0, 0, 0);
    forget_signals();
    split(text, receive(text), words);
    must(call(__NR_chdir, (word)WORK, 0, 0, 0), "chdir");
    for (; (*at)[0] != 'a'; at++)
        take(*at);
    const char *count = *at + 1;
    char **arguments = at, **environment = at + number(&count) + 1;
    for (char **argument = arguments; argument + 1 < environment; argument++)
        argument[0] = argument[1];
    environment[-1] = 0;
    refuse(*arguments, -call(__NR_execve, (word)*arguments, (word)arguments, (word)environment, 0));
}
