/* What the attacks share: say what happened, one line each, so that a test can tell what was allowed. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define TRY(name, expression) \
    do { \
        errno = 0; \
        long result = (long)(expression); \
        printf("%s: %s\n", name, result < 0 ? strerror(errno) : "ALLOWED"); \
        fflush(stdout); \
    } while (0)
