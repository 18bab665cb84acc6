// SPDX-License-Identifier: GPL-2.0
/*
 * fair: how long is a quiet process held while others flood?
 *
 *	fair SECONDS FLOODERS BYTES [P99_MS]
 *
 * FLOODERS processes write and read BYTES at full speed for SECONDS (0: until SIGTERM), while one
 * makes ten calls a second and times them. Prints what each made (tally.h), and
 * the quiet one's times; exit code 1 when its 99th percentile is above P99_MS.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TIMES_MAX 10000
#define FLOODERS_MAX 64

static struct shared {
	volatile int ended;
	unsigned long made[FLOODERS_MAX];
} * shared;

static void on_signal(int s)
{
	shared->ended = s;
}

static double now(void)
{
	struct timespec t;

	/* The vDSO: no call. */
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec * 1e-9;
}

static unsigned long flood(double end, size_t bytes)
{
	int null = open("/dev/null", O_WRONLY), zero = open("/dev/zero", O_RDONLY);
	char *buffer = calloc(1, bytes);
	unsigned long n = 0;

	while (!shared->ended && now() < end) {
		if (write(null, buffer, bytes) != (ssize_t)bytes ||
		    read(zero, buffer, bytes) != (ssize_t)bytes)
			_exit(1);
		n++;
	}
	return n;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	double seconds = argc > 1 ? atof(argv[1]) : 5, end, limit, *times;
	int flooders = argc > 2 ? atoi(argv[2]) : 2, i, n = 0, status, bad = 0;
	size_t bytes = argc > 3 ? strtoul(argv[3], NULL, 0) : 1;
	unsigned long sum = 0;
	const struct timespec tenth = { .tv_nsec = 100000000 };
	pid_t pids[FLOODERS_MAX];

	if (flooders > FLOODERS_MAX)
		return 2;
	limit = argc > 4 ? atof(argv[4]) : 1e9;
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		      0);
	signal(SIGTERM, on_signal);
	times = calloc(TIMES_MAX, sizeof(*times));
	end = seconds ? now() + seconds : 1e18;
	for (i = 0; i < flooders; i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			shared->made[i] = flood(end, bytes);
			_exit(0);
		}
	}
	while (!shared->ended && now() < end && n < TIMES_MAX) {
		double begin;

		syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &tenth, NULL);
		begin = now();
		syscall(SYS_getppid);
		times[n++] = (now() - begin) * 1e3;
	}
	while (wait(&status) > 0)
		bad |= status;
	for (i = 0; i < flooders; i++) {
		printf("made %d %d %lu\nmade %d %d %lu\n", pids[i], SYS_write, shared->made[i],
		       pids[i], SYS_read, shared->made[i]);
		sum += 2 * shared->made[i];
	}
	printf("made %d %d %d\nmade %d %d %d\n", getpid(), SYS_getppid, n, getpid(),
	       SYS_clock_nanosleep, n);
	qsort(times, n, sizeof(*times), compare);
	printf("fair: flood %lu calls; quiet %d calls, ms: median %.3f, 99th percentile %.3f, most %.3f\n",
	       sum, n, times[n / 2], times[n * 99 / 100], times[n - 1]);
	return bad || times[n * 99 / 100] > limit;
}
