// SPDX-License-Identifier: GPL-2.0
/*
 * load: system calls of many kinds, as fast as they go.
 *
 *	load SECONDS PROCESSES
 *
 * Each process reads and writes single bytes and 64 KiB, opens and closes,
 * forks, execs, and sends itself signals. Prints how many calls of its own
 * counting it made: "load: N calls". Exit code 1 when one of them failed.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char big[65536];
static volatile sig_atomic_t signals;

static void on_signal(int s)
{
	(void)s;
	signals++;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec * 1e-9;
}

static void need(int ok, const char *what)
{
	if (!ok) {
		perror(what);
		_exit(1);
	}
}

static unsigned long round_of_calls(int null, int *pipes, int i)
{
	struct iovec v[2] = { { big, 1000 }, { big + 1000, 3000 } };
	char c;
	int fd, status;
	pid_t pid;

	need(write(pipes[1], "x", 1) == 1, "write");
	need(read(pipes[0], &c, 1) == 1 && c == 'x', "read");
	need(write(null, big, sizeof(big)) == sizeof(big), "write 64 KiB");
	need(writev(null, v, 2) == 4000, "writev");
	fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	need(fd >= 0, "open");
	need(close(fd) == 0, "close");
	need(kill(getpid(), SIGUSR1) == 0, "kill");
	if (i % 16)
		return 8;
	pid = fork();
	need(pid >= 0, "fork");
	if (!pid) {
		if (i % 64 == 0)
			execl("/bin/true", "true", "an argument", NULL);
		_exit(7);
	}
	need(waitpid(pid, &status, 0) == pid, "waitpid");
	need(WIFEXITED(status), "exited");
	return 10;
}

static unsigned long run(double seconds)
{
	double end = now() + seconds;
	unsigned long n = 0;
	int null = open("/dev/null", O_WRONLY), pipes[2], i = 0;

	signal(SIGUSR1, on_signal);
	need(null >= 0 && pipe(pipes) == 0, "pipe");
	while (now() < end)
		n += round_of_calls(null, pipes, i++);
	return n;
}

int main(int argc, char **argv)
{
	double seconds = argc > 1 ? atof(argv[1]) : 1;
	int processes = argc > 2 ? atoi(argv[2]) : 2, i, status, bad = 0;
	unsigned long *counts = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
				     -1, 0),
		      sum = 0;

	for (i = 0; i < processes; i++) {
		if (fork() == 0) {
			counts[i] = run(seconds);
			_exit(0);
		}
	}
	while (wait(&status) > 0)
		bad |= status;
	for (i = 0; i < processes; i++)
		sum += counts[i];
	printf("load: %lu calls\n", sum);
	return bad != 0;
}
