// SPDX-License-Identifier: GPL-2.0
/*
 * unheld: a reader that does not read, with many threads that make calls.
 *
 *	unheld [SECONDS]
 *
 * Another process fills the rings and is held; no thread of the reader may be.
 * Prints how many calls each made; exit code 1 when one made too few, or the other
 * was not held.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "reader.h"

#define THREADS 4
#define LEAST 1000

static struct reader reader;
static volatile int ended;

static void *call(void *n)
{
	while (!ended) {
		syscall(SYS_getppid);
		++*(unsigned long *)n;
	}
	return NULL;
}

int main(int argc, char **argv)
{
	unsigned long n[THREADS] = {}, held, i;
	pthread_t threads[THREADS];
	int bad = 0;
	pid_t pid;

	reader_open(&reader);
	if (ioctl(reader.fd, FX_IOC_START))
		die("FX_IOC_START");
	pid = fork();
	if (!pid) {
		setsid();
		for (;;)
			syscall(SYS_getppid);
	}
	sleep(1);
	for (i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, call, &n[i]);
	sleep(argc > 1 ? atoi(argv[1]) : 1);
	for (held = i = 0; i < reader.info.cpus; i++)
		held += reader.rings[i].producer->held;
	ended = 1;
	for (i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		bad |= n[i] < LEAST;
		printf("unheld: thread %lu made %lu calls\n", i, n[i]);
	}
	printf("unheld: %lu others are held\n", held);
	bad |= held != 1;
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return bad;
}
