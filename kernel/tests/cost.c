// SPDX-License-Identifier: GPL-2.0
/*
 * cost: what system calls cost under the instruction clock, for scripts/cost.
 *
 *	cost NAME [PARTS]	measures one operation, prints "NAME<TAB>ns per operation"; of a
 *				shorter burst where PARTS says so, and then "made TID COUNT" too:
 *				operations with the warm-up, and who made them
 *	cost			lists the operations, "NAME<TAB>operations in a burst", but for
 *				those that scripts/cost has no figures of
 *
 * In a guest with scripts/guest --icount a nanosecond is an instruction. One
 * burst is measured after a warm-up; it is as long as figures that repeat want
 * it, and no longer than what scripts/cost has a ring for. What the loop around
 * an operation costs, a few instructions, is in the figure: it goes when two
 * figures are subtracted.
 */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <linux/magic.h>

#define PAGE_BYTES 4096
#define BIG_BYTES 65536
#define PARTS_MAX 5000
/* Background work, as a snapshot of the processes, ends before the burst begins. */
#define REST_US 300000
/* Becomes the root, so that no file system of the guest's is on the way to a path. */
#define TMPFS_ROOT "/dev/shm/cost.root"
#define TMPFS_FOLDER "/tmp"
#define TMPFS_PATH "/tmp/cost.file"

static char buffer[BIG_BYTES] __attribute__((aligned(PAGE_BYTES)));
static int fd_zero, fd_null, fd_file, fd_self;

static void need(int ok)
{
	if (!ok)
		err(1, "the operation failed");
}

static void null_call(void)
{
	need(syscall(SYS_getppid) > 0);
}

static void read_1(void)
{
	need(read(fd_zero, buffer, 1) == 1);
}

static void read_4k(void)
{
	need(read(fd_zero, buffer, PAGE_BYTES) == PAGE_BYTES);
}

static void write_1(void)
{
	need(write(fd_null, buffer, 1) == 1);
}

static void write_64k(void)
{
	need(write(fd_null, buffer, BIG_BYTES) == BIG_BYTES);
}

static void stat_path(void)
{
	struct stat s;

	need(stat(TMPFS_PATH, &s) == 0);
}

static void open_close(void)
{
	int fd = open(TMPFS_PATH, O_RDONLY);

	need(fd >= 0);
	need(close(fd) == 0);
}

static void fork_exit_wait(void)
{
	pid_t pid = fork();
	int status;

	need(pid >= 0);
	if (!pid)
		_exit(0);
	need(waitpid(pid, &status, 0) == pid && status == 0);
}

/* Becomes this program again, which ends at once. */
static void fork_exec_wait(void)
{
	static char *const argv[] = { "cost", "nothing", NULL }, *const envp[] = { NULL };
	pid_t pid = fork();
	int status;

	need(pid >= 0);
	if (!pid) {
		fexecve(fd_self, argv, envp);
		_exit(1);
	}
	need(waitpid(pid, &status, 0) == pid && status == 0);
}

/*
 * What it costs the kernel to copy: two calls that go the same way, within one
 * page of a file on tmpfs, and differ in nothing but 3 KiB to copy. So 64 KiB
 * are 64 / 3 (file_3584 - file_512). A call of 64 KiB itself would bring 15
 * more pages to find.
 */
static void file_512(void)
{
	need(pread(fd_file, buffer, 512, 0) == 512);
}

static void file_3584(void)
{
	need(pread(fd_file, buffer, 3584, 0) == 3584);
}

static const struct operation {
	const char *name;
	void (*run)(void);
	int parts, part;
} operations[] = {
	{ "null", null_call, 1000, 200 },
	{ "read_1", read_1, 1000, 100 },
	{ "write_1", write_1, 1000, 100 },
	{ "stat", stat_path, 1000, 60 },
	{ "open_close", open_close, 1000, 40 },
	{ "write_64k", write_64k, 300, 5 },
	{ "fork_exit_wait", fork_exit_wait, 4000, 1 },
	{ "read_4k", read_4k, 1000, 20 },
	{ "file_512", file_512, 1000, 60 },
	{ "file_3584", file_3584, 1000, 60 },
	{ "fork_exec_wait", fork_exec_wait, 1000, 1 },
};

#define OPERATIONS (sizeof(operations) / sizeof(operations[0]))
/* The last one is not of scripts/cost. */
#define LISTED (OPERATIONS - 1)

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/*
 * The burst in parts, so short that a timer's tick (each 4 ms) hits few of them;
 * the mean of those between the lowest and the highest tenth. What is left out
 * is the ticks, what other tasks took, and where a fork had the allocator fetch
 * more: as rare as that is, it would move the mean of a fork by more than we
 * want to notice.
 */
static double measure(const struct operation *o, int n)
{
	static double parts[PARTS_MAX];
	double sum = 0;
	int k, i;

	for (k = 0; k < n; k++) {
		double start = now();

		for (i = 0; i < o->part; i++)
			o->run();
		parts[k] = (now() - start) / o->part;
	}
	qsort(parts, n, sizeof(parts[0]), compare);
	for (k = n / 10; k < n - n / 10; k++)
		sum += parts[k];
	return sum / (n - 2 * (n / 10));
}

static int warm_up(const struct operation *o, int parts)
{
	int i;

	for (i = 0; i < parts * o->part / 10; i++)
		o->run();
	return i;
}

/* Where the kernel puts stack and maps decides how many page tables a fork copies. */
static void fix_addresses(char **argv)
{
	int persona = personality(0xffffffff);

	if (persona & ADDR_NO_RANDOMIZE)
		return;
	if (personality(persona | ADDR_NO_RANDOMIZE) < 0)
		err(1, "personality");
	execv("/proc/self/exe", argv);
	err(1, "/proc/self/exe");
}

static void prepare(void)
{
	struct statfs fs;

	memset(buffer, 'x', sizeof(buffer));
	fd_zero = open("/dev/zero", O_RDONLY);
	fd_null = open("/dev/null", O_WRONLY);
	fd_self = open("/proc/self/exe", O_RDONLY);
	if ((mkdir(TMPFS_ROOT, 0700) && errno != EEXIST) || chroot(TMPFS_ROOT) || chdir("/") ||
	    (mkdir(TMPFS_FOLDER, 0700) && errno != EEXIST))
		err(1, TMPFS_ROOT);
	fd_file = open(TMPFS_PATH, O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (fd_zero < 0 || fd_null < 0 || fd_self < 0 || fd_file < 0)
		err(1, "open");
	if (fstatfs(fd_file, &fs) || fs.f_type != TMPFS_MAGIC)
		errx(1, TMPFS_ROOT " is not on tmpfs");
	if (write(fd_file, buffer, PAGE_BYTES) != PAGE_BYTES)
		err(1, "%s", TMPFS_PATH);
}

int main(int argc, char **argv)
{
	unsigned int i;

	if (argc > 3)
		errx(2, "usage: cost [NAME [PARTS]]");
	if (argc == 2 && !strcmp(argv[1], "nothing"))
		return 0;
	if (argc >= 2)
		fix_addresses(argv);
	for (i = 0; i < OPERATIONS; i++) {
		const struct operation *o = &operations[i];

		if (argc < 2 && i < LISTED) {
			printf("%s\t%d\n", o->name, o->parts * o->part);
		} else if (argc >= 2 && !strcmp(argv[1], o->name)) {
			int parts = argc == 3 ? atoi(argv[2]) : o->parts, warm;

			need(parts > 0 && parts <= PARTS_MAX);
			prepare();
			warm = warm_up(o, parts);
			usleep(REST_US);
			printf("%s\t%.2f\n", o->name, measure(o, parts));
			if (argc == 3)
				printf("made %d %d\n", getpid(), warm + parts * o->part);
			return 0;
		}
	}
	if (argc >= 2)
		errx(2, "no operation %s", argv[1]);
	return 0;
}
