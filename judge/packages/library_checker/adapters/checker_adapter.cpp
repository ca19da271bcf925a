// Lets a checker that was written with testlib (checker input output answer; exit code 0 is right, 1, 2, 4 and 8 are
// wrong) be called as problem packages call one (checker input answer feedback/ < output; 42 is right, 43 is wrong).
#include <cstdio>
#include <cstdlib>
#include <string>

#include <unistd.h>

namespace {

char output[] = "/dev/stdin";

void translate(int code, void *) {
    std::fflush(nullptr);
    if (code == 0) _exit(42);
    if (code == 1 || code == 2 || code == 4 || code == 8) _exit(43);
}

// Before all objects are made, so that it comes after their ends.
__attribute__((constructor(101))) void adapt(int argc, char **argv) {
    on_exit(translate, nullptr);
    if (argc < 4) return;
    const std::string message = std::string(argv[3]) + "/judgemessage.txt";
    if (!std::freopen(message.c_str(), "w", stderr)) std::abort();
    argv[3] = argv[2];
    argv[2] = output;
}

}  // namespace
