// SPDX-License-Identifier: GPL-2.0
/*
 * ring_producer: drives the module's ring code from user space, as fast as it
 * goes, for the Java reader's tests and benches.
 *
 *	ring_producer FILE RING_BYTES RECORDS RECORD_BYTES CPU
 *
 * FILE (on /dev/shm) becomes [producer page][consumer page][data]. RECORDS 0
 * means without end. Where the ring is full it waits for the reader. Each
 * record is an FX_REC_DATA whose payload is its sequence number and its CPU, 8
 * bytes each, then bytes of the value (sequence number & 0xff). Exit code 0 when all is written, 1
 *on an error, 2 on bad usage.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "../src/ring.h"

/* Looks at the clock once in so many records: the clock is not what is timed. */
#define CLOCK_EVERY 64
/* Empty looks before the CPU is given away. */
#define SPINS 200

static u64 now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ULL + t.tv_nsec;
}

static void *map(void *at, size_t bytes, int fd, off_t offset)
{
	void *p = mmap(at, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | (at ? MAP_FIXED : 0), fd,
		       offset);

	if (p == MAP_FAILED) {
		perror("ring_producer: mmap");
		exit(1);
	}
	return p;
}

static void open_ring(struct fx_ring *ring, const char *file, u64 size, u32 cpu)
{
	int fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	u8 *data;

	if (fd < 0 || ftruncate(fd, 2 * FX_PAGE_BYTES + size)) {
		perror(file);
		exit(1);
	}
	data = mmap(NULL, 2 * size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (data == MAP_FAILED) {
		perror("ring_producer: mmap");
		exit(1);
	}
	map(data, size, fd, 2 * FX_PAGE_BYTES);
	map(data + size, size, fd, 2 * FX_PAGE_BYTES);
	fx_ring_init(ring, cpu, data, size, map(NULL, FX_PAGE_BYTES, fd, 0),
		     map(NULL, FX_PAGE_BYTES, fd, FX_PAGE_BYTES));
}

static void put(struct fx_ring *ring, u32 bytes, u64 now)
{
	struct fx_data *data;
	u64 *payload;
	unsigned int spins = 0;

	while (!(data = fx_ring_reserve(ring, bytes, now)))
		if (++spins > SPINS)
			sched_yield();
	fx_ring_stamp(ring, &data->record, FX_REC_DATA, bytes, now);
	data->record.start = 1;
	data->record.tgid = data->record.tid = ring->cpu + 1;
	data->entered = now;
	data->offset = 0;
	data->item.kind = FX_ITEM_BYTES;
	data->item.arg = 1;
	data->item.flags = 0;
	data->item.size = bytes - sizeof(*data);
	data->item.full = data->item.size;
	payload = (u64 *)(data + 1);
	payload[0] = ring->seq;
	payload[1] = ring->cpu;
	memset(payload + 2, (int)ring->seq & 0xff, bytes - sizeof(*data) - 16);
	fx_ring_commit(ring, bytes);
}

int main(int argc, char **argv)
{
	struct fx_ring ring;
	u64 size, records, i, now = 0;
	u32 bytes;

	if (argc != 6) {
		fprintf(stderr, "usage: %s FILE RING_BYTES RECORDS RECORD_BYTES CPU\n", argv[0]);
		return 2;
	}
	size = strtoull(argv[2], NULL, 0);
	records = strtoull(argv[3], NULL, 0);
	bytes = strtoul(argv[4], NULL, 0);
	if (size < FX_RING_MIN_BYTES || size > FX_RING_MAX_BYTES || size & (size - 1)) {
		fprintf(stderr, "ring_producer: RING_BYTES: a power of two from %d to %d\n",
			FX_RING_MIN_BYTES, FX_RING_MAX_BYTES);
		return 2;
	}
	if (bytes < 96 || bytes > FX_RECORD_MAX_BYTES || bytes % FX_ALIGN_BYTES) {
		fprintf(stderr, "ring_producer: RECORD_BYTES: a multiple of %d from 96 to %d\n",
			FX_ALIGN_BYTES, FX_RECORD_MAX_BYTES);
		return 2;
	}
	open_ring(&ring, argv[1], size, atoi(argv[5]));
	for (i = 0; !records || i < records; i++) {
		if (i % CLOCK_EVERY == 0)
			now = now_ns();
		put(&ring, bytes, now);
	}
	return 0;
}
