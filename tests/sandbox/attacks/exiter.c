#include "attack.h"
int main(int count, char **arguments) { return count > 1 ? atoi(arguments[1]) : 0; }
