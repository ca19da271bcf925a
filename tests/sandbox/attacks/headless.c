/* The main thread leaves, others work on. */
#include "attack.h"
#include <pthread.h>
static void *spin(void *_) { for (;;); return _; }
int main(void) { pthread_t t; pthread_create(&t, NULL, spin, NULL); pthread_exit(NULL); }
