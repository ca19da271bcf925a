// Accepts exactly the inputs that the statement promises.
#include <cstdio>
#include <cstdlib>
#include <set>

const int VALID = 42, INVALID = 43;

int number(int low, int high) {
    int c = getchar(), value = 0;
    if (c < '1' || c > '9') exit(INVALID);  // no number here is zero or negative
    for (; c >= '0' && c <= '9'; c = getchar()) {
        value = 10 * value + (c - '0');
        if (value > high) exit(INVALID);
    }
    ungetc(c, stdin);
    if (value < low) exit(INVALID);
    return value;
}

void character(int expected) {
    if (getchar() != expected) exit(INVALID);
}

int main() {
    number(1, 10000);
    character(' ');
    int kinds = number(1, 10);
    character('\n');
    std::set<int> values;
    for (int i = 0; i < kinds; i++) {
        if (i > 0) character(' ');
        if (!values.insert(number(1, 10000)).second) return INVALID;
    }
    character('\n');
    character(EOF);
    return VALID;
}
