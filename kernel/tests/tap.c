// SPDX-License-Identifier: GPL-2.0
/*
 * tap: a reader that can be killed at any moment, and goes on where its file ends.
 *
 *	tap FILE		records until SIGTERM
 *	tap -c MADE FILE	compares FILE with what was made (tally.h)
 *
 * FILE gets 24 bytes for each record. Room in the ring is given back only when
 * these are in FILE; what FILE has already is passed over. -c prints made,
 * recorded and lost; exit code 1 when a number is missing or comes twice, or what
 * was made is not what was recorded and what was lost together.
 */
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>

#include "reader.h"
#include "tally.h"

/**
 * struct digest - what is kept of a record
 * @seq: its number
 * @tid: the thread
 * @value: of a call: its number; of a LOST record: how many are missing
 * @type: enum fx_record_type
 * @cpu: of the ring
 * @zero: 0
 */
struct digest {
	uint64_t seq;
	uint32_t tid;
	uint32_t value;
	uint16_t type;
	uint16_t cpu;
	uint32_t zero;
};

#define DIGESTS_AT_ONCE 8192

static struct reader reader;
static int file;
static volatile sig_atomic_t ended;

static void on_signal(int s)
{
	ended = s;
}

static const struct digest *file_map(size_t *count)
{
	struct stat s;
	void *p;

	if (fstat(file, &s))
		die("fstat");
	*count = s.st_size / sizeof(struct digest);
	/* A write that was cut short by our end; its records are still in the ring. */
	if (s.st_size % sizeof(struct digest) && ftruncate(file, *count * sizeof(struct digest)))
		die("ftruncate");
	if (!*count)
		return NULL;
	p = mmap(NULL, s.st_size, PROT_READ, MAP_SHARED, file, 0);
	if (p == MAP_FAILED)
		die("mmap of the file");
	return p;
}

/* What each ring must go on with. */
static void resume(void)
{
	uint32_t seen = 0;
	size_t n;
	const struct digest *d = file_map(&n);

	while (n-- && seen < reader.info.cpus) {
		struct ring *ring = &reader.rings[d[n].cpu];

		if (ring->started)
			continue;
		ring->started = 1;
		ring->seq = d[n].seq + 1;
		seen++;
	}
}

static struct digest digest_of(const struct fx_record *r)
{
	struct digest d = { .seq = r->seq, .tid = r->tid, .type = r->type, .cpu = r->cpu };

	if (r->type == FX_REC_CALL)
		d.value = ((const struct fx_call *)r)->nr;
	else if (r->type == FX_REC_LOST)
		d.value = ((const struct fx_lost *)r)->count;
	return d;
}

static void take(struct ring *ring)
{
	static struct digest digests[DIGESTS_AT_ONCE];
	struct batch batch = batch_begin(ring);
	const struct fx_record *r;
	ssize_t bytes;
	size_t n = 0;

	while (n < DIGESTS_AT_ONCE && (r = batch_peek(&reader, &batch))) {
		/* Written by the one before us, who could not say so any more. */
		if (ring->started && r->seq < ring->seq) {
			batch.tail += r->size;
			continue;
		}
		digests[n++] = digest_of(batch_next(&reader, &batch));
	}
	bytes = n * sizeof(digests[0]);
	if (bytes && write(file, digests, bytes) != bytes)
		die("write");
	batch_end(&reader, &batch);
}

static int record(void)
{
	struct pollfd p = { .events = POLLIN };
	uint32_t i;

	reader_open(&reader);
	resume();
	p.fd = reader.fd;
	if (ioctl(reader.fd, FX_IOC_START))
		die("FX_IOC_START");
	for (;;) {
		for (i = 0; i < reader.info.cpus; i++)
			take(&reader.rings[i]);
		if (ended && ioctl(reader.fd, FX_IOC_STOP) == 0)
			break;
		if (ended && errno != EAGAIN)
			die("FX_IOC_STOP");
		poll(&p, 1, ended ? 1 : -1);
	}
	/* More than a batch may be left. */
	for (i = 0; i < reader.info.cpus; i++)
		while (reader.rings[i].consumer->tail != reader.rings[i].producer->head)
			take(&reader.rings[i]);
	return reader.wrong != 0;
}

static int check(const char *made)
{
	static uint64_t next[CPUS_MAX];
	unsigned long lost = 0, wrong = 0;
	size_t n, i;
	const struct digest *d = file_map(&n);
	long missing;

	for (i = 0; i < n; i++) {
		uint32_t missed = d[i].type == FX_REC_LOST ? d[i].value : 0;

		if (d[i].seq - missed != next[d[i].cpu] && wrong++ < 10)
			printf("tap: cpu %u: number %lu where %lu is due\n", d[i].cpu,
			       (unsigned long)d[i].seq, (unsigned long)next[d[i].cpu]);
		next[d[i].cpu] = d[i].seq + 1;
		lost += missed;
		if (d[i].type == FX_REC_CALL)
			tally_add(d[i].tid, d[i].value);
	}
	missing = tally_check(made);
	printf("tap: records %zu lost %lu wrong %lu\n", n, lost, wrong);
	return wrong || missing < 0 || (unsigned long)missing != lost;
}

int main(int argc, char **argv)
{
	const char *made = argc == 4 && !strcmp(argv[1], "-c") ? argv[2] : NULL;

	if (!made && argc != 2) {
		fprintf(stderr, "usage: %s [-c MADE] FILE\n", argv[0]);
		return 2;
	}
	file = open(argv[argc - 1], O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (file < 0)
		die(argv[argc - 1]);
	if (made)
		return check(made);
	signal(SIGTERM, on_signal);
	return record();
}
