// SPDX-License-Identifier: GPL-2.0
/*
 * kinship: descriptors and processes that are handed on in all ways there are.
 *
 * Says what the fold has to find out, as dupper does; besides:
 *
 *	ended PID FD HOW
 *	session PID SESSION
 */
#include "kin.h"
#include <pthread.h>

/* Of its own: of a file in a lower layer, stat tells another device than the kernel has. */
#define FILE_A "/tmp/kinship-a"
#define FILE_B "/tmp/kinship-b"
#define FILE_C "/tmp/kinship-c"
#define ROUNDS 300
#define STACK_BYTES 65536

static void passed(void)
{
	pid_t parent = getpid(), child;
	int pair[2], fd, got;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		kin_fail("socketpair");
	child = fork();
	if (!child) {
		close(pair[0]);
		got = kin_receive(pair[1]);
		/* The parent's number, which it tells in the same way as all else. */
		fd = kin_receive(pair[1]);
		kin_had(got, "scm_rights", parent, pair[1] + 1);
		kin_had(fd, "scm_rights", parent, pair[1] + 2);
		_exit(0);
	}
	fd = kin_open(FILE_A, O_RDONLY);
	got = kin_open(FILE_B, O_RDONLY);
	if (fd != pair[1] + 1 || got != pair[1] + 2)
		kin_fail("numbers");
	kin_send(pair[0], fd);
	kin_send(pair[0], got);
	kin_wait(child);
	kin_had(pair[0], "socketpair", 0, -1);
	close(pair[0]);
	kin_ended(parent, pair[0], "close");
	close(pair[1]);
	close(fd);
	close(got);
}

static void taken(void)
{
	pid_t parent = getpid(), child;
	int fd = kin_open(FILE_A, O_RDONLY | O_CLOEXEC);

	child = fork();
	if (!child) {
		int pidfd = syscall(SYS_pidfd_open, parent, 0);
		int got = syscall(SYS_pidfd_getfd, pidfd, fd, 0);

		if (got < 0)
			kin_fail("pidfd_getfd");
		kin_had(pidfd, "anonymous", 0, -1);
		kin_had(got, "pidfd_getfd", parent, fd);
		_exit(0);
	}
	kin_wait(child);
	close(fd);
}

static void copied(void)
{
	int fd = kin_open(FILE_A, O_RDONLY), a, b, c, pipes[2];

	a = dup(fd);
	b = dup2(fd, 40);
	c = fcntl(fd, F_DUPFD_CLOEXEC, 50);
	kin_had(a, "dup", getpid(), fd);
	kin_had(b, "dup", getpid(), fd);
	kin_had(c, "dupfd", getpid(), fd);
	if (dup2(a, 40) != 40 || pipe2(pipes, O_CLOEXEC))
		kin_fail("dup2");
	kin_ended(getpid(), 40, "replaced");
	kin_had(pipes[0], "pipe", 0, -1);
	kin_had(pipes[1], "pipe", 0, -1);
	syscall(SYS_close_range, 3, ~0u, 0);
	kin_ended(getpid(), pipes[1], "close_range");
	kin_ended(getpid(), 50, "close_range");
}

static void *race(void *path)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		int fd = open(path, O_RDONLY);
		char byte;

		if (fd < 0 || read(fd, &byte, 1) < 0 || close(fd))
			kin_fail("race");
	}
	return NULL;
}

/* One closes while another opens the same number. */
static void raced(void)
{
	static const char *const paths[] = { FILE_A, FILE_B, FILE_C };
	pthread_t thread[3];
	int i, fd;

	for (i = 0; i < 3; i++)
		if (pthread_create(&thread[i], NULL, race, (void *)paths[i]))
			kin_fail("pthread_create");
	for (i = 0; i < 3; i++)
		pthread_join(thread[i], NULL);
	fd = kin_open(FILE_A, O_RDONLY);
	kin_had(fd, "open", 0, -1);
	close(fd);
}

static int sharer(void *fd)
{
	*(int *)fd = open(FILE_C, O_RDONLY);
	return 5;
}

/* A process that shares descriptors with its parent, and memory too. */
static void shared(void)
{
	char *stack = malloc(STACK_BYTES);
	int fd = -1;
	pid_t child = clone(sharer, stack + STACK_BYTES, CLONE_FILES | CLONE_VM | SIGCHLD, &fd);

	kin_wait(child);
	kin_had(fd, "open", 0, -1);
	close(fd);
	kin_ended(getpid(), fd, "close");
	free(stack);
}

static void vforked(void)
{
	pid_t parent = getpid(), child;
	int fd = kin_open(FILE_A, O_RDONLY);

	child = vfork();
	if (!child) {
		kin_had(fd, "fork", parent, fd);
		_exit(7);
	}
	kin_wait(child);
	close(fd);
}

static void executed(char *self)
{
	pid_t parent = getpid(), child;
	int kept = kin_open(FILE_A, O_RDONLY);
	int closed = kin_open(FILE_C, O_RDONLY | O_CLOEXEC);
	int changed = kin_open(FILE_B, O_RDONLY);
	char a[16], b[16];

	fcntl(changed, F_SETFD, FD_CLOEXEC);
	child = fork();
	if (!child) {
		kin_ended(getpid(), closed, "exec");
		kin_ended(getpid(), changed, "exec");
		snprintf(a, sizeof(a), "%d", kept);
		snprintf(b, sizeof(b), "%d", parent);
		execl(self, self, "after", a, b, NULL);
		kin_fail("exec");
	}
	kin_wait(child);
	close(kept);
	close(closed);
	close(changed);
}

static void wrapped(void)
{
	pid_t first = 0;
	int i, again = 0;

	for (i = 0; i < 2000 && again < 20; i++) {
		pid_t child = fork();

		if (!child)
			_exit(i & 0x3f);
		if (child < 0)
			kin_fail("fork");
		kin_wait(child);
		if (!first)
			first = child;
		else if (child == first || again)
			again++;
	}
}

static void daemonized(void)
{
	pid_t child = fork(), grand;

	if (!child) {
		setsid();
		dprintf(1, "session %d %d\n", getpid(), getsid(0));
		grand = fork();
		if (!grand) {
			if (chdir("/tmp"))
				kin_fail("chdir");
			dprintf(1, "session %d %d\n", getpid(), getsid(0));
			_exit(3);
		}
		kin_wait(grand);
		_exit(4);
	}
	kin_wait(child);
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "all";

	if (!strcmp(what, "after")) {
		kin_had(atoi(argv[2]), "fork", atoi(argv[3]), atoi(argv[2]));
		return 9;
	}
	if (!strcmp(what, "wrap")) {
		wrapped();
		return 0;
	}
	close(kin_open(FILE_A, O_CREAT | O_RDWR));
	close(kin_open(FILE_B, O_CREAT | O_RDWR));
	close(kin_open(FILE_C, O_CREAT | O_RDWR));
	passed();
	taken();
	copied();
	raced();
	shared();
	vforked();
	executed(argv[0]);
	daemonized();
	return 0;
}
