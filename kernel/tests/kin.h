/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the programs that test lineage have in common: they say what is so, a
 * line each, in whatever process they are.
 */
#ifndef FX_KIN_H
#define FX_KIN_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

static inline void kin_fail(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	_exit(1);
}

/* This process had this descriptor; it is a copy of that one, or origin is 0. */
static inline void kin_had(int fd, const char *cause, int origin, int origin_fd)
{
	struct stat st;

	if (fstat(fd, &st))
		kin_fail("fstat");
	dprintf(1, "had %d %d %x %llu %s %d %d\n", getpid(), fd,
		major(st.st_dev) << 20 | minor(st.st_dev), (unsigned long long)st.st_ino, cause,
		origin, origin_fd);
}

/* This process's descriptor ended so. */
static inline void kin_ended(int pid, int fd, const char *how)
{
	dprintf(1, "ended %d %d %s\n", pid, fd, how);
}

/* Waits for a child, and says how it ended. */
static inline int kin_wait(int child)
{
	int status;

	if (waitpid(child, &status, __WALL) != child)
		kin_fail("waitpid");
	dprintf(1, "child %d %d %d\n", child, getpid(), status);
	return status;
}

static inline int kin_open(const char *path, int flags)
{
	int fd = open(path, flags, 0600);

	if (fd < 0)
		kin_fail(path);
	return fd;
}

/* Passes a descriptor in a message. */
static inline void kin_send(int socket, int fd)
{
	char control[CMSG_SPACE(sizeof(int))] = {}, byte = 'x';
	struct iovec iov = { &byte, 1 };
	struct msghdr msg = { .msg_iov = &iov,
			      .msg_iovlen = 1,
			      .msg_control = control,
			      .msg_controllen = sizeof(control) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&msg);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &fd, sizeof(int));
	if (sendmsg(socket, &msg, 0) != 1)
		kin_fail("sendmsg");
}

/* Returns one that was passed. */
static inline int kin_receive(int socket)
{
	char control[CMSG_SPACE(sizeof(int))] = {}, byte;
	struct iovec iov = { &byte, 1 };
	struct msghdr msg = { .msg_iov = &iov,
			      .msg_iovlen = 1,
			      .msg_control = control,
			      .msg_controllen = sizeof(control) };
	int fd;

	if (recvmsg(socket, &msg, 0) != 1 || !CMSG_FIRSTHDR(&msg))
		kin_fail("recvmsg");
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&msg)), sizeof(int));
	return fd;
}

#endif /* FX_KIN_H */
