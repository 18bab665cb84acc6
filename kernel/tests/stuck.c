// SPDX-License-Identifier: GPL-2.0
/*
 * stuck: a page that never comes, where only the recorder wants it.
 *
 *	stuck userfaultfd | fuse
 *
 * A thread writes to /dev/null from memory that it has not touched: /dev/null does
 * not look at it, but it is to be on record. Behind the memory is a userfaultfd that
 * nobody reads: then the thread is stuck. Or a file of a FUSE that never answers: who
 * waits for that cannot be killed, so the recorder must not. Its sibling, which
 * shares its memory, and other processes go on, and it can be killed. Prints what was
 * made (tally.h); exit code 1 when it was otherwise.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PAGES 16
#define BYTES (PAGES * 4096ul)
#define FOLDER "/tmp/stuck.fuse"
/* The only file there is. */
#define NODE 2

static struct shared {
	volatile pid_t tid;
	volatile int returned;
	volatile unsigned long sibling;
} * shared;

static void die(const char *what)
{
	perror(what);
	_exit(1);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec * 1e-9;
}

static void *behind_userfaultfd(void)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register range = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	void *p = mmap(NULL, BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC);

	range.range.start = (uintptr_t)p;
	range.range.len = BYTES;
	if (fd < 0 || ioctl(fd, UFFDIO_API, &api) || ioctl(fd, UFFDIO_REGISTER, &range))
		die("userfaultfd");
	return p;
}

static void *behind_fuse(void)
{
	int fd = open(FOLDER "/file", O_RDONLY);
	void *p = mmap(NULL, BYTES, PROT_READ, MAP_PRIVATE, fd, 0);

	if (fd < 0 || p == MAP_FAILED)
		die(FOLDER "/file");
	return p;
}

static void fuse_answer(int fd, uint64_t unique, int error, const void *body, size_t bytes)
{
	struct {
		struct fuse_out_header head;
		unsigned char body[256];
	} out = { .head = { .len = sizeof(out.head) + bytes, .error = error, .unique = unique } };

	memcpy(out.body, body, bytes);
	if (write(fd, &out, out.head.len) < 0 && errno != ENOENT)
		die("fuse: write");
}

static struct fuse_attr fuse_attr_of(uint64_t node)
{
	return (struct fuse_attr){
		.ino = node,
		.mode = node == NODE ? S_IFREG | 0644 : S_IFDIR | 0755,
		.nlink = 1,
		.size = node == NODE ? BYTES : 0,
	};
}

/* Answers all but reads. */
static void fuse_serve(int fd)
{
	static unsigned char buffer[65536 + 4096];
	const struct fuse_in_header *in = (void *)buffer;

	while (read(fd, buffer, sizeof(buffer)) > 0) {
		struct fuse_init_out init = { .major = FUSE_KERNEL_VERSION,
					      .minor = FUSE_KERNEL_MINOR_VERSION,
					      .flags = FUSE_ASYNC_READ,
					      .max_write = 65536 };
		struct fuse_entry_out entry = { .nodeid = NODE,
						.entry_valid = 100,
						.attr_valid = 100,
						.attr = fuse_attr_of(NODE) };
		struct fuse_attr_out attr = { .attr_valid = 100, .attr = fuse_attr_of(in->nodeid) };
		struct fuse_open_out opened = { .fh = 1 };

		switch (in->opcode) {
		case FUSE_INIT:
			fuse_answer(fd, in->unique, 0, &init, sizeof(init));
			break;
		case FUSE_LOOKUP:
			fuse_answer(fd, in->unique, 0, &entry, sizeof(entry));
			break;
		case FUSE_GETATTR:
			fuse_answer(fd, in->unique, 0, &attr, sizeof(attr));
			break;
		case FUSE_OPEN:
			fuse_answer(fd, in->unique, 0, &opened, sizeof(opened));
			break;
		case FUSE_READ:
		case FUSE_FORGET:
			break;
		default:
			fuse_answer(fd, in->unique, -ENOSYS, NULL, 0);
		}
	}
	_exit(0);
}

static pid_t fuse_begin(void)
{
	int fd = open("/dev/fuse", O_RDWR);
	char options[100];
	pid_t pid;

	snprintf(options, sizeof(options), "fd=%d,rootmode=40000,user_id=0,group_id=0", fd);
	mkdir(FOLDER, 0700);
	if (fd < 0 || mount("stuck", FOLDER, "fuse", 0, options))
		die("fuse");
	pid = fork();
	if (!pid)
		fuse_serve(fd);
	close(fd);
	return pid;
}

/* Changes the memory that both have, too. */
static void *sibling(void *unused)
{
	for (;;) {
		void *p = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		munmap(p, 4096);
		shared->sibling++;
	}
	return unused;
}

static void victim(int fuse)
{
	int null = open("/dev/null", O_WRONLY);
	void *p = fuse ? behind_fuse() : behind_userfaultfd();
	pthread_t thread;

	pthread_create(&thread, NULL, sibling, NULL);
	shared->tid = getpid();
	syscall(SYS_pwrite64, null, p, BYTES, 0);
	shared->returned = 1;
	pause();
}

static int check(int ok, const char *what)
{
	printf("stuck: %s: %s\n", what, ok ? "yes" : "NO");
	return !ok;
}

static int returned(unsigned long wanted)
{
	return (unsigned long)shared->returned == wanted;
}

static int sibling_past(unsigned long count)
{
	return shared->sibling > count;
}

/* Is it so within ten seconds? A kernel that checks all it does, on a busy host, may need as long.
 */
static int comes(int (*so)(unsigned long), unsigned long arg)
{
	double end = now() + 10;

	while (!so(arg) && now() < end)
		usleep(10000);
	return so(arg);
}

int main(int argc, char **argv)
{
	int fuse = argc == 2 && !strcmp(argv[1], "fuse"), bad = 0, i;
	unsigned long before;
	pid_t server = 0, pid;
	double begin;

	if (argc != 2 || (!fuse && strcmp(argv[1], "userfaultfd")))
		return 2;
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		      0);
	if (fuse)
		server = fuse_begin();
	pid = fork();
	if (!pid)
		victim(fuse);
	while (!shared->tid && waitpid(pid, NULL, WNOHANG) == 0)
		usleep(1000);
	usleep(300000);
	if (fuse)
		bad |= check(comes(returned, 1), "it is not stuck");
	else
		bad |= check(!shared->returned, "it is stuck");
	before = shared->sibling;
	begin = now();
	for (i = 0; i < 5000; i++)
		syscall(SYS_getsid, 0);
	printf("made %d %d %d\n", getpid(), SYS_getsid, i);
	bad |= check(now() - begin < 1, "5000 calls of another take less than a second");
	bad |= check(comes(sibling_past, before + 100), "its sibling goes on");
	usleep(300000);
	bad |= check(shared->returned == fuse, "it is as it was");
	begin = now();
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	bad |= check(now() - begin < 1, "it can be killed");
	/* The call itself is on record all the same. */
	printf("made %d %d 1\n", shared->tid, SYS_pwrite64);
	if (fuse) {
		kill(server, SIGKILL);
		waitpid(server, NULL, 0);
		bad |= check(umount2(FOLDER, MNT_DETACH) == 0, "the FUSE is gone");
	}
	return bad;
}
