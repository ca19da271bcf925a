/* Runs on the host as root, before bubblewrap: makes a user namespace whose root is nobody outside, shows bubblewrap the
 * folders to bind (their parents may be closed to others), gives up root and becomes bubblewrap.
 *
 *     namespace ROOT_ID PROGRAM_ID COUNT SOURCE... BUBBLEWRAP ARGUMENT...
 *
 * ROOT_ID and PROGRAM_ID are what ids 0 and 1000 of the container are outside. The sources appear as /mnt/0, /mnt/1 ...,
 * the namespace as descriptor 9.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NAMESPACE 9
#define PROGRAM_INSIDE 1000

static void become(long id)
{
    if (setgroups(0, NULL) || setresgid(id, id, id) || setresuid(id, id, id))
        err(1, "cannot become user %ld", id);
}

static void bind(int source, int index)
{
    char from[32], to[32];
    struct stat status;
    snprintf(from, sizeof from, "/proc/self/fd/%d", source);
    snprintf(to, sizeof to, "/mnt/%d", index);
    if (fstat(source, &status))
        err(1, "stat source %d", index);
    if (S_ISDIR(status.st_mode) ? mkdir(to, 0755) : mknod(to, S_IFREG | 0644, 0))
        err(1, "%s", to);
    if (mount(from, to, NULL, MS_BIND, NULL))
        err(1, "bind source %d", index);
}

static void show(int count, char **sources)
{
    int opened[count];
    if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL))
        err(1, "mount namespace");
    for (int i = 0; i < count; i++)
        if ((opened[i] = open(sources[i], O_PATH | O_CLOEXEC)) < 0)
            err(1, "%s", sources[i]);
    if (mount("sandbox", "/mnt", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=64k"))
        err(1, "/mnt");
    for (int i = 0; i < count; i++)
        bind(opened[i], i);
}

static void map(int process, const char *file, long root, long program)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", process, file);
    int descriptor = open(path, O_WRONLY | O_CLOEXEC);
    if (descriptor < 0 || dprintf(descriptor, "0 %ld 1\n%d %ld 1\n", root, PROGRAM_INSIDE, program) < 0)
        err(1, "%s", path);
    close(descriptor);
}

/* A child owns the namespace's first moment: it makes it as ROOT_ID and stays until it is mapped and held open. */
static void make_user_namespace(long root, long program)
{
    int ready[2], done[2], descriptor;
    char byte, path[64];
    if (pipe2(ready, O_CLOEXEC) || pipe2(done, O_CLOEXEC))
        err(1, "pipe");
    pid_t child = fork();
    if (child < 0)
        err(1, "fork");
    if (child == 0) {
        become(root);
        if (unshare(CLONE_NEWUSER))
            err(1, "user namespace");
        close(done[1]);
        _exit(write(ready[1], "", 1) != 1 || read(done[0], &byte, 1) != 0);
    }
    close(ready[1]);
    if (read(ready[0], &byte, 1) != 1)
        errx(1, "no user namespace");
    map(child, "uid_map", root, program);
    map(child, "gid_map", root, program);
    snprintf(path, sizeof path, "/proc/%d/ns/user", child);
    if ((descriptor = open(path, O_RDONLY | O_CLOEXEC)) < 0 || dup2(descriptor, NAMESPACE) < 0)
        err(1, "%s", path);
    close(done[1]);
    waitpid(child, NULL, 0);
}

int main(int count, char **arguments)
{
    if (count < 5)
        errx(1, "too few arguments");
    long root = atol(arguments[1]), program = atol(arguments[2]);
    int sources = atoi(arguments[3]);
    show(sources, arguments + 4);
    make_user_namespace(root, program);
    become(root);
    execv(arguments[4 + sources], arguments + 4 + sources);
    err(1, "%s", arguments[4 + sources]);
}
