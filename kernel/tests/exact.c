// SPDX-License-Identifier: GPL-2.0
/*
 * exact: exactly known calls from many threads (see truth.h).
 *
 *	exact TRUTH PROCESSES THREADS CALLS
 *
 * Each of PROCESSES x THREADS threads makes CALLS calls of many kinds, chosen by
 * a generator with a fixed seed, with known arguments, results and payload.
 * TRUTH gets what they were.
 */
#include "truth.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "../include/uapi/forensix.h"

#define FILE_BYTES 16384
#define FILE_SEED 77

struct worker {
	struct fx_truth truth;
	pthread_t thread;
	uint64_t random;
	size_t calls;
	int null, file;
	struct stat null_stat, file_stat;
	unsigned char out[8192], in[8192];
	char path[64];
	struct sockaddr_un name;
	struct iovec v[3];
};

static uint64_t next(struct worker *w)
{
	/* xorshift64* */
	w->random ^= w->random >> 12;
	w->random ^= w->random << 25;
	w->random ^= w->random >> 27;
	return w->random * 2685821657736338717ull >> 11;
}

static void a_write(struct worker *w)
{
	size_t n = next(w) % 4 ? next(w) % 64 : next(w) % sizeof(w->out);
	int64_t seed = next(w) % 256;

	fx_fill(w->out, seed, n);
	fx_do(&w->truth, SYS_write, w->null, (unsigned long)w->out, n, 0, 0, 0);
	fx_has_file(&w->truth, 0, &w->null_stat);
	fx_has(&w->truth, FX_ITEM_BYTES, 1, 0, n, n, seed);
}

static void a_pread(struct worker *w)
{
	size_t n = 1 + next(w) % 4096, offset = next(w) % 64 * 256;
	long got = fx_do(&w->truth, SYS_pread64, w->file, (unsigned long)w->in, n, offset, 0, 0);

	fx_has_file(&w->truth, 0, &w->file_stat);
	if (got > 0)
		fx_has(&w->truth, FX_ITEM_BYTES, 1, 0, got, got, fx_pattern(FILE_SEED, offset));
}

static void a_writev(struct worker *w)
{
	int64_t seed = next(w) % 256;
	size_t a = next(w) % 100, b = next(w) % 100, c = next(w) % 100;

	fx_fill(w->out, seed, a + b + c);
	w->v[0] = (struct iovec){ w->out, a };
	w->v[1] = (struct iovec){ w->out + a, b };
	w->v[2] = (struct iovec){ w->out + a + b, c };
	fx_do(&w->truth, SYS_writev, w->null, (unsigned long)w->v, 3, 0, 0, 0);
	fx_has_file(&w->truth, 0, &w->null_stat);
	fx_has(&w->truth, FX_ITEM_GATHER, 1, 0, a + b + c, a + b + c, seed);
}

static void a_readv(struct worker *w)
{
	size_t offset = next(w) % 64 * 256;

	w->v[0] = (struct iovec){ w->in, 11 };
	w->v[1] = (struct iovec){ w->in + 11, 22 };
	w->v[2] = (struct iovec){ w->in + 33, 33 };
	fx_do(&w->truth, SYS_preadv, w->file, (unsigned long)w->v, 3, offset, 0, 0);
	fx_has_file(&w->truth, 0, &w->file_stat);
	fx_has(&w->truth, FX_ITEM_GATHER, 1, 0, 66, 66, fx_pattern(FILE_SEED, offset));
}

static void an_open(struct worker *w)
{
	size_t n = 1 + next(w) % 60, i;
	long fd;

	for (i = 0; i < n; i++)
		w->path[i] = 'a' + next(w) % 26;
	w->path[n] = 0;
	fd = fx_do(&w->truth, SYS_openat, AT_FDCWD, (unsigned long)w->path, O_RDONLY, 0, 0, 0);
	if (fd >= 0)
		abort();
	fx_has_path(&w->truth, 1, w->path);
	fd = fx_do(&w->truth, SYS_open, (unsigned long)"/dev/null", O_RDONLY, 0, 0, 0, 0);
	fx_has_path(&w->truth, 0, "/dev/null");
	fx_has_file(&w->truth, FX_ARG_RESULT, &w->null_stat);
	fx_do(&w->truth, SYS_close, fd, 0, 0, 0, 0, 0);
	fx_has_file(&w->truth, 0, &w->null_stat);
}

static void a_connect(struct worker *w)
{
	int64_t seed = 1 + next(w) % 100;
	size_t n = 20;
	long fd = fx_do(&w->truth, SYS_socket, AF_UNIX, SOCK_STREAM, 0, 0, 0, 0);

	/* No address family at all has such a number. */
	fx_fill(&w->name, seed, n);
	if (fx_do(&w->truth, SYS_connect, fd, (unsigned long)&w->name, n, 0, 0, 0) >= 0)
		abort();
	fx_has(&w->truth, FX_ITEM_BYTES, 1, 0, n, n, seed);
	fx_do(&w->truth, SYS_close, fd, 0, 0, 0, 0, 0);
}

/* The kernel's own word for the time: it must lie between entry and exit. */
static void a_clock(struct worker *w)
{
	fx_do(&w->truth, SYS_clock_gettime, 1 /* CLOCK_MONOTONIC */, (unsigned long)w->in, 0, 0, 0,
	      0);
}

/* Numbers without a call, calls that fail: the registers are on record all the same. */
static void a_number(struct worker *w)
{
	fx_do(&w->truth, 1000 + next(w) % 1000, next(w), next(w), next(w), next(w), next(w),
	      next(w));
}

static void a_failure(struct worker *w)
{
	fx_fill(w->out, 5, 10);
	fx_do(&w->truth, SYS_write, -1ul, (unsigned long)w->out, 10, 0, 0, 0);
	fx_has(&w->truth, FX_ITEM_BYTES, 1, 0, 10, 10, 5);
	fx_do(&w->truth, SYS_lseek, w->null, next(w) % 100, 99, 0, 0, 0);
}

static void *work(void *arg)
{
	struct worker *w = arg;
	static void (*const kinds[])(struct worker *) = {
		a_write, a_write,   a_pread,  a_writev,	 a_readv,
		an_open, a_connect, a_number, a_failure, a_clock,
	};

	fx_truth_begin(&w->truth, w->calls + 16);
	while (w->truth.count < w->calls) {
		uint64_t r = next(w) % 16;

		if (r < sizeof(kinds) / sizeof(kinds[0]))
			kinds[r](w);
		else
			fx_do(&w->truth, SYS_getppid, r, r + 1, r + 2, r + 3, r + 4, r + 5);
	}
	fx_truth_end(&w->truth);
	return NULL;
}

static void process(const char *truth, int number, int threads, size_t calls)
{
	struct worker *w = calloc(threads, sizeof(*w));
	static unsigned char contents[FILE_BYTES];
	char name[64];
	FILE *to;
	int i, fd;

	snprintf(name, sizeof(name), "/tmp/exact.%d", number);
	fd = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);
	fx_fill(contents, FILE_SEED, sizeof(contents));
	if (fd < 0 || write(fd, contents, sizeof(contents)) != sizeof(contents)) {
		perror(name);
		exit(1);
	}
	for (i = 0; i < threads; i++) {
		w[i].random = 88172645463325252ull + number * 1000 + i;
		w[i].calls = calls;
		w[i].null = open("/dev/null", O_RDWR);
		w[i].file = fd;
		fstat(w[i].null, &w[i].null_stat);
		fstat(fd, &w[i].file_stat);
		pthread_create(&w[i].thread, NULL, work, &w[i]);
	}
	for (i = 0; i < threads; i++)
		pthread_join(w[i].thread, NULL);
	snprintf(name, sizeof(name), "%s.%d", truth, number);
	to = fopen(name, "w");
	for (i = 0; to && i < threads; i++)
		fx_truth_print(&w[i].truth, to);
	if (!to || fclose(to)) {
		perror(name);
		exit(1);
	}
	exit(0);
}

int main(int argc, char **argv)
{
	int processes, threads, i, status, bad = 0;

	if (argc != 5) {
		fprintf(stderr, "usage: %s TRUTH PROCESSES THREADS CALLS\n", argv[0]);
		return 2;
	}
	processes = atoi(argv[2]);
	threads = atoi(argv[3]);
	for (i = 0; i < processes; i++)
		if (fork() == 0)
			process(argv[1], i, threads, atol(argv[4]));
	while (wait(&status) > 0)
		bad |= status;
	return bad != 0;
}
