// SPDX-License-Identifier: GPL-2.0
/*
 * mortal: can whoever is held be killed?
 *
 *	mortal [LIMIT_MS]
 *	mortal leave READER	some exit when the rings are full; READER goes on a second later
 *
 * Run in the session that is spared, with a reader that is stopped. Victims of
 * many kinds make calls until the rings are full and they are held; then each is
 * sent a SIGKILL and must be gone within LIMIT_MS. Prints how long it took them;
 * exit code 1 when one took longer, or was not held at all.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../include/uapi/forensix.h"

#define EACH 2
/* As in <linux/sched.h>, and shown in /proc/PID/stat. */
#define PF_EXITING 4
/* So long the victims have to get held. */
#define FILL_S 1

static int null;
static volatile int *full;
static char big[1 << 20];

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec * 1e-9;
}

static void bytes(void)
{
	while (write(null, big, 1) == 1)
		;
}

static void blocks(void)
{
	while (write(null, big, 65536) == 65536)
		;
}

/* More than one record holds, from many places. */
static void gathers(void)
{
	struct iovec v[3] = { { big, 200000 }, { big + 300000, 200000 }, { big, sizeof(big) } };

	while (writev(null, v, 3) > 0)
		;
}

static void *in_thread(void *unused)
{
	bytes();
	return unused;
}

static void threads(void)
{
	pthread_t t;
	int i;

	for (i = 0; i < 15; i++)
		pthread_create(&t, NULL, in_thread, NULL);
	bytes();
}

static void execs(void)
{
	execl("/proc/self/exe", "mortal", "again", NULL);
}

static void on_signal(int s)
{
	(void)s;
}

static void signals(void)
{
	signal(SIGUSR1, on_signal);
	for (;;)
		raise(SIGUSR1);
}

/* Its children are held when they exit. */
static void forks(void)
{
	for (;;) {
		pid_t pid = fork();

		if (pid == 0)
			_exit(0);
		waitpid(pid, NULL, 0);
	}
}

/* Exits when all is full. Until then it makes no call that it could be held in. */
static void leaves(void)
{
	while (!*full)
		;
	_exit(0);
}

static const struct {
	const char *name;
	void (*run)(void);
} kinds[] = {
	{ "writes of a byte", bytes },
	{ "writes of 64 KiB", blocks },
	{ "writev of a MiB", gathers },
	{ "16 threads", threads },
	{ "execs", execs },
	{ "signals", signals },
	{ "forks", forks },
	{ "leaves", leaves },
};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static unsigned long number(const char *path, const char *name)
{
	unsigned long value = 0;
	char line[256];
	FILE *f = fopen(path, "r");

	while (f && fgets(line, sizeof(line), f))
		if (!strncmp(line, name, strlen(name)))
			sscanf(line + strlen(name), "%lu", &value);
	if (f)
		fclose(f);
	return value;
}

/* The victims are held where more waits than may. We are not, and fill the rest. */
static void fill(void)
{
	unsigned long bytes = number("/sys/module/forensix/parameters/ring_bytes", "");

	bytes -= FX_RECORD_MAX_BYTES + bytes / 16;
	while (number("/proc/auditinfo", "waiting_bytes ") < bytes)
		syscall(SYS_getppid);
	*full = 1;
}

static pid_t victim(void (*run)(void))
{
	pid_t pid = fork();

	if (pid)
		return pid;
	setsid();
	run();
	_exit(1);
}

static int exiting(pid_t pid)
{
	char path[64], text[512], *p;
	unsigned int flags = 0;
	char state = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	f = fopen(path, "r");
	if (!f)
		return 0;
	if (fgets(text, sizeof(text), f) && (p = strrchr(text, ')')))
		sscanf(p, ") %c %*d %*d %*d %*d %*d %u", &state, &flags);
	fclose(f);
	return flags & PF_EXITING && state != 'Z';
}

/* Milliseconds until it is gone. */
static double kill_one(pid_t pid)
{
	double begin = now();

	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, WNOHANG) == 0 && now() < begin + 20)
		usleep(1000);
	return (now() - begin) * 1e3;
}

static int leave(pid_t reader)
{
	int i;

	for (i = 0; i < EACH; i++)
		victim(leaves);
	fill();
	sleep(1);
	kill(reader, SIGCONT);
	while (waitpid(-1, NULL, 0) > 0)
		;
	return 0;
}

int main(int argc, char **argv)
{
	double limit = argc > 1 ? atof(argv[1]) : 1000;
	pid_t pids[KINDS][EACH];
	unsigned int i, j, left = 0;
	int bad = 0;
	pid_t pid;

	null = open("/dev/null", O_WRONLY);
	if (argc > 1 && !strcmp(argv[1], "again"))
		execs();
	full = mmap(NULL, sizeof(*full), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (argc > 2 && !strcmp(argv[1], "leave"))
		return leave(atoi(argv[2]));
	/* Their children are ours when they are gone. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	for (i = 0; i < KINDS; i++)
		for (j = 0; j < EACH; j++)
			pids[i][j] = victim(kinds[i].run);
	sleep(FILL_S);
	fill();
	sleep(1);
	for (j = 0; j < EACH; j++)
		left += exiting(pids[KINDS - 1][j]);
	printf("mortal: %u are held while they exit\n", left);
	bad |= left != EACH;
	for (i = 0; i < KINDS; i++) {
		double most = 0;

		for (j = 0; j < EACH; j++) {
			double ms;

			if (waitpid(pids[i][j], NULL, WNOHANG)) {
				printf("FAIL %s: it was not held\n", kinds[i].name);
				bad = 1;
				continue;
			}
			ms = kill_one(pids[i][j]);
			most = ms > most ? ms : most;
		}
		printf("mortal: %s: gone after %.0f ms at most\n", kinds[i].name, most);
		bad |= most > limit;
	}
	/* The children of those who fork, held in their exit. */
	for (i = 0; i < KINDS * EACH; i++) {
		char path[64];
		FILE *f;

		snprintf(path, sizeof(path), "/proc/self/task/%d/children", getpid());
		f = fopen(path, "r");
		if (!f || fscanf(f, "%d", &pid) != 1)
			break;
		fclose(f);
		if (kill_one(pid) > limit) {
			printf("FAIL a child, %d, was not gone\n", pid);
			bad = 1;
		}
	}
	return bad;
}
