// SPDX-License-Identifier: GPL-2.0
/*
 * dupper N FILE: opens a file and forks N deep; the last one writes to it.
 *
 * Says what the fold has to find out (core's LineageIT reads it):
 *
 *	had PID FD DEV INODE CAUSE ORIGIN_PID ORIGIN_FD
 *	child PID PARENT STATUS
 */
#include "kin.h"

static void descend(int left, int fd)
{
	pid_t parent = getpid(), child;

	if (!left) {
		if (write(fd, "deep\n", 5) != 5)
			kin_fail("write");
		return;
	}
	child = fork();
	if (child < 0)
		kin_fail("fork");
	if (!child) {
		kin_had(fd, "fork", parent, fd);
		descend(left - 1, fd);
		_exit(left & 0x7f);
	}
	kin_wait(child);
}

int main(int argc, char **argv)
{
	int fd;

	if (argc != 3) {
		fprintf(stderr, "usage: dupper N FILE\n");
		return 2;
	}
	fd = open(argv[2], O_CREAT | O_WRONLY | O_TRUNC, 0644);
	if (fd < 0)
		kin_fail(argv[2]);
	kin_had(fd, "open", 0, -1);
	descend(atoi(argv[1]), fd);
	return 0;
}
