// SPDX-License-Identifier: GPL-2.0
/*
 * failnth: what becomes of us when memory fails. Run as root in the guest, under the debug
 * kernel (scripts/lib/debug-suite), which can fail the n-th allocation or user copy of a thread.
 *
 *	failnth load MODULE [PARAMETERS]	loads and unloads the module
 *	failnth read				what a reader does; the module is loaded
 *	failnth call				calls of many kinds, to be recorded
 *
 * Each is done over and over, with n from 1 until no failure comes. Whatever fails may fail, but
 * afterwards all is as before: nothing of the module is left, or the device can be opened and
 * recording begins and ends. Prints how often it went which way; exit code 1 when it was not so.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../include/uapi/forensix.h"

/* Should the end never come, say so. */
#define TIMES_MAX 20000

static unsigned int fine, refused, bad;
static int nth_fd;

#define CHECK(what)                                                                        \
	do {                                                                               \
		if (!(what)) {                                                             \
			bad++;                                                             \
			printf("FAIL line %d: %s (errno %d %s)\n", __LINE__, #what, errno, \
			       strerror(errno));                                           \
		}                                                                          \
	} while (0)

static void die(const char *what)
{
	perror(what);
	exit(1);
}

/* From here on the n-th fails. */
static void begin(unsigned int n)
{
	char text[16];
	int bytes = sprintf(text, "%u", n);

	if (pwrite(nth_fd, text, bytes, 0) != bytes)
		die("fail-nth");
}

/* No more failures. Returns whether there was none. */
static int end(void)
{
	char text[16] = "";
	/* The read is a user copy itself: if it is what fails, nothing before did. */
	int none = pread(nth_fd, text, sizeof(text) - 1, 0) <= 0 || atoi(text) > 0;

	while (pwrite(nth_fd, "0", 1, 0) != 1)
		;
	return none;
}

static char *slurp(const char *path, size_t *bytes)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat s;
	char *p;

	if (fd < 0 || fstat(fd, &s))
		die(path);
	p = malloc(s.st_size);
	for (*bytes = 0; *bytes < (size_t)s.st_size;) {
		ssize_t n = read(fd, p + *bytes, s.st_size - *bytes);

		if (n <= 0)
			die(path);
		*bytes += n;
	}
	close(fd);
	return p;
}

static int load(unsigned int n, const char *module, size_t bytes, const char *parameters)
{
	int err, none;

	begin(n);
	err = syscall(SYS_init_module, module, bytes, parameters) ? errno : 0;
	none = end();
	if (err) {
		refused++;
		CHECK(!none);
		CHECK(err == ENOMEM || err == EFAULT || err == EINTR || err == EAGAIN);
	} else {
		fine++;
		CHECK(access("/dev/forensix", F_OK) == 0);
		CHECK(access("/proc/auditinfo", F_OK) == 0);
		CHECK(syscall(SYS_delete_module, "forensix", O_NONBLOCK) == 0);
	}
	CHECK(access("/sys/module/forensix", F_OK) == -1);
	CHECK(access("/dev/forensix", F_OK) == -1);
	CHECK(access("/proc/auditinfo", F_OK) == -1);
	return none;
}

/* What a reader does; ends early when a step fails. */
static int read_once(void)
{
	uint32_t version = FX_ABI_VERSION;
	struct fx_info info;
	struct pollfd p = { .events = POLLIN };
	void *producer, *consumer;
	char text[4096];
	int fd = open("/dev/forensix", O_RDWR | O_CLOEXEC), stat = -1, ok = 0;

	if (fd < 0)
		return 0;
	if (ioctl(fd, FX_IOC_VERSION, &version) || ioctl(fd, FX_IOC_INFO, &info))
		goto out;
	producer = mmap(NULL, FX_PAGE_BYTES + 2 * info.ring_bytes, PROT_READ, MAP_SHARED, fd,
			FX_MMAP_PRODUCER);
	consumer =
		mmap(NULL, FX_PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, FX_MMAP_CONSUMER);
	p.fd = fd;
	stat = open("/proc/auditinfo", O_RDONLY | O_CLOEXEC);
	ok = producer != MAP_FAILED && consumer != MAP_FAILED && stat >= 0 &&
	     read(stat, text, sizeof(text)) > 0 && ioctl(fd, FX_IOC_START) == 0 &&
	     poll(&p, 1, 10) >= 0 && ioctl(fd, FX_IOC_WAKE) == 0;
	if (ok && ioctl(fd, FX_IOC_STOP))
		ok = errno == EAGAIN;
	if (producer != MAP_FAILED)
		munmap(producer, FX_PAGE_BYTES + 2 * info.ring_bytes);
	if (consumer != MAP_FAILED)
		munmap(consumer, FX_PAGE_BYTES);
out:
	if (stat >= 0)
		close(stat);
	close(fd);
	return ok;
}

/* Takes what waits in a ring; what it says does not matter here. */
static int discard(int fd, const struct fx_info *info, uint32_t cpu)
{
	size_t bytes = FX_PAGE_BYTES + 2 * info->ring_bytes;
	struct fx_producer *p = mmap(NULL, bytes, PROT_READ, MAP_SHARED, fd,
				     FX_MMAP_PRODUCER + cpu * FX_MMAP_STRIDE);
	struct fx_consumer *c = mmap(NULL, FX_PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
				     FX_MMAP_CONSUMER + cpu * FX_MMAP_STRIDE);

	if ((void *)p == MAP_FAILED || (void *)c == MAP_FAILED)
		return 0;
	__atomic_store_n(&c->tail, __atomic_load_n(&p->head, __ATOMIC_ACQUIRE), __ATOMIC_RELEASE);
	munmap(c, FX_PAGE_BYTES);
	munmap(p, bytes);
	return 1;
}

static int not_recovered(const char *what)
{
	fprintf(stderr, "the next reader: %s: %s\n", what, strerror(errno));
	return 0;
}

/*
 * FX_IOC_START or FX_IOC_STOP until it is done: tasks may still be about to write, also those of a
 * recording that failed to begin.
 */
static int command(int fd, const struct fx_info *info, unsigned long request, const char *name)
{
	unsigned int tries, cpu;

	for (tries = 0; tries < 1000; tries++) {
		if (!ioctl(fd, request))
			return 1;
		if (errno != EAGAIN)
			return not_recovered(name);
		for (cpu = 0; cpu < info->cpus; cpu++)
			if (!discard(fd, info, cpu))
				return not_recovered("mmap");
		usleep(1000);
	}
	return not_recovered(name);
}

/* A reader after the one that failed; says whether all of it worked. */
static int recover(void)
{
	uint32_t version = FX_ABI_VERSION;
	struct fx_info info;
	int fd = open("/dev/forensix", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return not_recovered("open");
	if (ioctl(fd, FX_IOC_VERSION, &version) || ioctl(fd, FX_IOC_INFO, &info))
		return not_recovered("FX_IOC_VERSION, FX_IOC_INFO");
	return command(fd, &info, FX_IOC_START, "FX_IOC_START") &&
	       command(fd, &info, FX_IOC_STOP, "FX_IOC_STOP");
}

static int read_failing(unsigned int n)
{
	pid_t pid = fork();
	int ok, none, status;

	/* In a process of its own, whose end takes all mappings away. */
	if (!pid) {
		nth_fd = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
		if (nth_fd < 0)
			die("/proc/thread-self/fail-nth");
		begin(n);
		ok = read_once();
		none = end();
		_exit(ok | none << 1);
	}
	CHECK(waitpid(pid, &status, 0) == pid && WIFEXITED(status));
	ok = WEXITSTATUS(status) & 1;
	none = WEXITSTATUS(status) >> 1;
	if (ok)
		fine++;
	else
		refused++;
	CHECK(ok || !none);
	pid = fork();
	if (!pid)
		_exit(!recover());
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
	return none;
}

static int step;

/* Every kind of capture there is; each call may fail, and the next is made all the same. */
static int call_all(void)
{
	static char big[20000], path[4096];
	struct iovec v[2] = { { big, 700 }, { big + 9000, 3000 } };
	struct msghdr m = { .msg_iov = v, .msg_iovlen = 2 };
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC), sockets[2], ok = 1, status;
	char *arguments[] = { "true", path, NULL }, *none[] = { NULL };
	pid_t pid;

	memset(path, '/', sizeof(path) - 100);
	strcpy(path + sizeof(path) - 100, "dev/null");
	ok &= null >= 0;
	ok &= access(path, F_OK) == 0;
	ok &= write(null, big, 100) == 100;
	ok &= write(null, big, sizeof(big)) == sizeof(big);
	ok &= writev(null, v, 2) == 3700;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) == 0) {
		ok &= sendmsg(sockets[0], &m, MSG_DONTWAIT) == 3700;
		ok &= recvmsg(sockets[1], &m, MSG_DONTWAIT) == 3700;
		close(sockets[0]);
		close(sockets[1]);
	} else {
		ok = 0;
	}
	kill(getpid(), SIGCHLD);
	pid = fork();
	if (!pid) {
		int fd = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
		char text[16];

		if (fd >= 0 && step && write(fd, text, sprintf(text, "%d", step)) > 0)
			execve("/bin/true", arguments, none);
		_exit(1);
	}
	ok &= pid > 0;
	if (pid > 0)
		while (waitpid(pid, &status, 0) == -1 && errno == EFAULT)
			;
	close(null);
	return ok;
}

static int call_failing(unsigned int n)
{
	int ok, none;

	/* The child's exec has fewer chances to fail, which come around again. */
	step = 1 + n % 200;
	begin(n);
	ok = call_all();
	none = end();
	if (ok)
		fine++;
	else
		refused++;
	return none;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	char *module = NULL;
	size_t bytes = 0;
	unsigned int n;
	int none = 0;

	if (!(!strcmp(what, "load") && argc > 2) && strcmp(what, "read") && strcmp(what, "call")) {
		fprintf(stderr, "usage: %s load MODULE [PARAMETERS] | read | call\n", argv[0]);
		return 2;
	}
	nth_fd = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	if (nth_fd < 0)
		die("/proc/thread-self/fail-nth (this needs the debug kernel)");
	if (*what == 'l')
		module = slurp(argv[2], &bytes);
	for (n = 1; !none && n < TIMES_MAX && !bad; n++) {
		if (*what == 'l')
			none = load(n, module, bytes, argc > 3 ? argv[3] : "");
		else if (*what == 'r')
			none = read_failing(n);
		else
			none = call_failing(n);
	}
	CHECK(none);
	printf("failnth %s: %u times, %u went well all the same, %u failed, %u wrong\n", what,
	       n - 1, fine, refused, bad);
	return bad != 0;
}
