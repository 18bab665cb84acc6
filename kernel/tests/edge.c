// SPDX-License-Identifier: GPL-2.0
/*
 * edge: payload where it is hard to get at (see truth.h).
 *
 *	edge TRUTH
 *
 * Pages that are not resident, bad pointers, ranges that end in unmapped memory,
 * long transfers. Each call's own result is checked here: recording must not
 * change it. TRUTH gets what must be on record. Exit code 1 when a result is
 * not what it is without a recorder.
 */
#include "truth.h"

#include <fcntl.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "../include/uapi/forensix.h"

#define PAGE 4096ul
#define BIG (3ul << 20)

static struct fx_truth truth;
static int failed;

static void expect(const char *what, long got, long want)
{
	if (got == want)
		return;
	printf("FAIL %s: %ld, expected %ld\n", what, got, want);
	failed = 1;
}

static unsigned char *pages(unsigned long n)
{
	unsigned char *p =
		mmap(NULL, n * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		abort();
	return p;
}

/* Pages of a file that this process has never touched. */
static unsigned char *file_pages(int *fd, unsigned long n, int64_t seed)
{
	unsigned char *p = malloc(n * PAGE);
	static int number;
	char name[64];

	snprintf(name, sizeof(name), "/tmp/edge.%d", number++);
	*fd = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);
	fx_fill(p, seed, n * PAGE);
	if (write(*fd, p, n * PAGE) != (long)(n * PAGE))
		abort();
	free(p);
	p = mmap(NULL, n * PAGE, PROT_READ, MAP_PRIVATE, *fd, 0);
	if (p == MAP_FAILED)
		abort();
	return p;
}

/* Not resident: the copy at entry fails, the one on the slow path succeeds. */
static void not_resident(int null)
{
	int fd, i;
	unsigned char *p;

	/* One page, several pages, more than one record holds. */
	for (i = 0; i < 3; i++) {
		unsigned long n = i == 0 ? 1 : i == 1 ? 5 : 40;

		p = file_pages(&fd, n, 30 + i);
		expect("write of pages not resident",
		       fx_do(&truth, SYS_write, null, (unsigned long)p, n * PAGE, 0, 0, 0),
		       n * PAGE);
		fx_has(&truth, FX_ITEM_BYTES, 1, 0, n * PAGE, n * PAGE, 30 + i);
	}
	/* A page that was there, and was given back. */
	p = pages(2);
	fx_fill(p, 9, 2 * PAGE);
	fx_do(&truth, SYS_madvise, (unsigned long)p, 2 * PAGE, MADV_DONTNEED, 0, 0, 0);
	expect("write of pages given back",
	       fx_do(&truth, SYS_write, null, (unsigned long)p, 2 * PAGE, 0, 0, 0), 2 * PAGE);
	fx_has(&truth, FX_ITEM_BYTES, 1, 0, 2 * PAGE, 2 * PAGE, -1);
}

/* A path on a page that is not resident. */
static void path_not_resident(void)
{
	int fd;
	unsigned char *p;
	long got;

	fd = open("/tmp/edge.path", O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (write(fd, "/dev/null", 10) != 10)
		abort();
	p = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 0);
	got = fx_do(&truth, SYS_openat, AT_FDCWD, (unsigned long)p, O_RDONLY, 0, 0, 0);
	expect("open by a path not resident", got >= 0, 1);
	fx_has_path(&truth, 1, "/dev/null");
	fx_do(&truth, SYS_close, got, 0, 0, 0, 0, 0);
}

/*
 * The same for an exec, after which the page is no more: what stands at its address
 * then is the new program's, or nothing, and must not be taken for the path. Where
 * that is, EdgeIT knows too.
 */
#define EXEC_AT 0x200000000ul

static void exec_not_resident(void)
{
	int fd = open("/tmp/edge.exec", O_RDWR | O_CREAT | O_TRUNC, 0600), status;
	char *p, *argv[3] = {}, *envp[1] = {};
	pid_t child;

	if (write(fd, "/bin/true\0from afar", 20) != 20)
		abort();
	p = mmap((void *)EXEC_AT, PAGE, PROT_READ, MAP_PRIVATE | MAP_FIXED_NOREPLACE, fd, 0);
	argv[0] = p;
	argv[1] = p + 10;
	child = fork();
	if (!child) {
		execve(p, argv, envp);
		_exit(127);
	}
	expect("wait for who executed a path not resident", waitpid(child, &status, 0), child);
	expect("exec of a path not resident", status, 0);
}

static void bad_pointers(int null)
{
	static const unsigned long bad[] = {
		8, 0x1000, 0x7fffffffe000ul, 0xffff888000000000ul, 0xffffffffff600000ul, ~0ul
	};
	unsigned int i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		expect("open by a bad pointer",
		       fx_do(&truth, SYS_openat, AT_FDCWD, bad[i], O_RDONLY, 0, 0, 0), -EFAULT);
		fx_has(&truth, FX_ITEM_CSTR, 1, 1, 0, 0, -1);
		/* /dev/null takes all and looks at nothing. */
		expect("write from a bad pointer",
		       fx_do(&truth, SYS_write, null, bad[i], 100, 0, 0, 0),
		       bad[i] > 0x7fffffffffffffffull - 100 ? -EFAULT : 100);
		fx_has(&truth, FX_ITEM_BYTES, 1, 1, 0, 100, -1);
	}
	fx_do(&truth, SYS_openat, AT_FDCWD, 0, O_RDONLY, 0, 0, 0);
	fx_do(&truth, SYS_write, null, 0, 100, 0, 0, 0);
}

/* The last bytes before memory ends. */
static void crossing(int null, int tmp)
{
	unsigned char *p = pages(3), *end = p + 2 * PAGE;
	struct iovec *v = (struct iovec *)p;
	static const unsigned long before[] = { 1, 7, 100, 4096, 5000 };
	unsigned int i;

	munmap(end, PAGE);
	for (i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
		unsigned char *at = end - before[i];

		fx_fill(at, 40 + i, before[i]);
		expect("write across the end of memory, to nowhere",
		       fx_do(&truth, SYS_write, null, (unsigned long)at, before[i] + 50, 0, 0, 0),
		       before[i] + 50);
		fx_has(&truth, FX_ITEM_BYTES, 1, 1, before[i], before[i] + 50, 40 + i);
	}
	/* A file gets what could be read. */
	fx_fill(end - 100, 50, 100);
	expect("write across the end of memory, to a file",
	       fx_do(&truth, SYS_pwrite64, tmp, (unsigned long)(end - 100), 300, 0, 0, 0), 100);
	fx_has(&truth, FX_ITEM_BYTES, 1, 1, 100, 300, 50);
	/* A path without an end. */
	memcpy(end - 5, "a/b/c", 5);
	expect("open by a path that runs out of memory",
	       fx_do(&truth, SYS_openat, AT_FDCWD, (unsigned long)(end - 5), O_RDONLY, 0, 0, 0),
	       -EFAULT);
	fx_has(&truth, FX_ITEM_CSTR, 1, 1, 5, 5, -3);
	strcpy(truth.calls[truth.count - 1].item[0].text, "a/b/c");
	/* The second piece is bad. */
	fx_fill(p + 1000, 60, 64);
	v[0] = (struct iovec){ p + 1000, 64 };
	v[1] = (struct iovec){ end, 64 };
	expect("writev with a bad second piece",
	       fx_do(&truth, SYS_writev, null, (unsigned long)v, 2, 0, 0, 0), 128);
	fx_has(&truth, FX_ITEM_GATHER, 1, 1, 64, 128, 60);
}

/* More than a record holds, both ways. */
static void long_transfers(int null)
{
	unsigned char *p = malloc(BIG);
	int64_t seeds[] = { 70, 71 };
	int fd = open("/tmp/edge.big", O_RDWR | O_CREAT | O_TRUNC, 0600), i;
	struct iovec v[2] = { { p, BIG / 2 }, { p + BIG / 2, BIG / 2 } };

	for (i = 0; i < 2; i++) {
		fx_fill(p, seeds[i], BIG);
		expect("a long write",
		       fx_do(&truth, SYS_pwrite64, i ? fd : null, (unsigned long)p, BIG, 0, 0, 0),
		       BIG);
		fx_has(&truth, FX_ITEM_BYTES, 1, 0, BIG, BIG, seeds[i]);
	}
	memset(p, 0, BIG);
	expect("a long read", fx_do(&truth, SYS_pread64, fd, (unsigned long)p, BIG, 0, 0, 0), BIG);
	fx_has(&truth, FX_ITEM_BYTES, 1, 0, BIG, BIG, seeds[1]);
	expect("a long preadv", fx_do(&truth, SYS_preadv, fd, (unsigned long)v, 2, 0, 0, 0), BIG);
	fx_has(&truth, FX_ITEM_GATHER, 1, 0, BIG, BIG, seeds[1]);
	expect("a long writev", fx_do(&truth, SYS_pwritev, fd, (unsigned long)v, 2, 0, 0, 0), BIG);
	fx_has(&truth, FX_ITEM_GATHER, 1, 0, BIG, BIG, seeds[1]);
}

/* A path of the greatest length, and one that is longer. */
static void long_paths(void)
{
	char *p = malloc(2 * PAGE);

	memset(p, 'a', 2 * PAGE);
	p[4094] = 0;
	expect("a path of 4094", fx_do(&truth, SYS_openat, AT_FDCWD, (unsigned long)p, 0, 0, 0, 0),
	       -ENAMETOOLONG);
	p[4094] = 'a';
	p[2 * PAGE - 1] = 0;
	expect("a path of 8191", fx_do(&truth, SYS_openat, AT_FDCWD, (unsigned long)p, 0, 0, 0, 0),
	       -ENAMETOOLONG);
}

int main(int argc, char **argv)
{
	int null = open("/dev/null", O_RDWR), tmp;
	FILE *to;

	if (argc != 2) {
		fprintf(stderr, "usage: %s TRUTH\n", argv[0]);
		return 2;
	}
	tmp = open("/tmp/edge.tmp", O_RDWR | O_CREAT | O_TRUNC, 0600);
	fx_truth_begin(&truth, 4000);
	/* Calls of the C library in between are said by nobody: see EdgeIT. */
	not_resident(null);
	path_not_resident();
	exec_not_resident();
	bad_pointers(null);
	crossing(null, tmp);
	long_transfers(null);
	long_paths();
	fx_truth_end(&truth);
	to = fopen(argv[1], "w");
	if (!to)
		return 1;
	fx_truth_print(&truth, to);
	if (fclose(to))
		return 1;
	printf("edge: %zu calls, %s\n", truth.count, failed ? "FAILED" : "ok");
	return failed;
}
