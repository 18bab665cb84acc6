// SPDX-License-Identifier: GPL-2.0
/*
 * crowd: very many tasks, and what they made (tally.h).
 *
 *	crowd bomb SECONDS PROCESSES	all fork whenever they may, PROCESSES at most at a time
 *	crowd threads THREADS CALLS	all there at once, each makes CALLS calls
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Nobody else runs as this user, whose processes RLIMIT_NPROC counts. */
#define USER 54321

static struct shared {
	unsigned long forks;
	unsigned long refused;
} * shared;

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec * 1e-9;
}

/*
 * Forks children that do the same, until the end, and on a slow machine until as many were forked
 * as may live, and one more was refused.
 */
static void burst(double end, double last, unsigned long processes)
{
	while (now() < end || (now() < last && (!shared->refused || shared->forks < processes))) {
		pid_t pid = fork();

		if (pid > 0) {
			__atomic_add_fetch(&shared->forks, 1, __ATOMIC_RELAXED);
		} else if (pid < 0) {
			__atomic_add_fetch(&shared->refused, 1, __ATOMIC_RELAXED);
			/* Makes room for others. */
			if (getpid() % 3)
				_exit(0);
			while (waitpid(-1, NULL, WNOHANG) > 0)
				;
			sched_yield();
		}
	}
	_exit(0);
}

static int bomb(double seconds, int processes)
{
	struct rlimit most = { processes, processes };
	double end = now() + seconds;
	pid_t pid;

	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		      0);
	/* All that are left become our children: we know when the last one is gone. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	pid = fork();
	if (!pid) {
		if (setrlimit(RLIMIT_NPROC, &most) || setuid(USER))
			_exit(1);
		burst(end, end + 60, processes);
	}
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
		;
	printf("forks %lu\n", shared->forks + 1);
	printf("bomb: %lu forks, %lu refused\n", shared->forks + 1, shared->refused);
	return !shared->refused || shared->forks < (unsigned long)processes;
}

struct member {
	pthread_t thread;
	pid_t tid;
};

static pthread_barrier_t all;
static unsigned long calls;

static void *call(void *arg)
{
	struct member *m = arg;
	unsigned long i;

	m->tid = syscall(SYS_gettid);
	pthread_barrier_wait(&all);
	for (i = 0; i < calls; i++)
		syscall(SYS_getppid);
	return NULL;
}

static int threads(unsigned int n)
{
	struct member *members = calloc(n, sizeof(*members));
	pthread_attr_t small;
	unsigned int i;
	int error;

	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, 16384);
	pthread_barrier_init(&all, NULL, n);
	for (i = 0; i < n; i++) {
		error = pthread_create(&members[i].thread, &small, call, &members[i]);
		if (error) {
			fprintf(stderr, "crowd: thread %u: %s\n", i, strerror(error));
			return 1;
		}
	}
	for (i = 0; i < n; i++)
		pthread_join(members[i].thread, NULL);
	for (i = 0; i < n; i++)
		printf("made %d %d %lu\n", members[i].tid, SYS_getppid, calls);
	printf("forks %u\n", n);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "bomb"))
		return bomb(atof(argv[2]), atoi(argv[3]));
	if (argc == 4 && !strcmp(argv[1], "threads")) {
		calls = atol(argv[3]);
		return threads(atoi(argv[2]));
	}
	fprintf(stderr, "usage: %s bomb SECONDS PROCESSES | threads THREADS CALLS\n", argv[0]);
	return 2;
}
