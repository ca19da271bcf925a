// Lets a validator that was written with testlib, whose exit code 0 means valid, say 42 as problem packages want it.
#include <cstdio>
#include <cstdlib>

#include <unistd.h>

namespace {

void translate(int code, void *) {
    std::fflush(nullptr);
    if (code == 0) _exit(42);
}

// Before all objects are made, so that it comes after their ends.
__attribute__((constructor(101))) void adapt() { on_exit(translate, nullptr); }

}  // namespace
