/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The rings, as the test programs read them.
 *
 * Every record's size, alignment and sequence is checked. What is wrong is
 * printed and counted.
 */
#ifndef FX_READER_H
#define FX_READER_H

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

#include "../include/uapi/forensix.h"

#define CPUS_MAX 64

/**
 * struct ring - the ring of one CPU
 * @producer: its page
 * @consumer: our page
 * @data: the records
 * @seq: the number that the next record must have
 * @started: @seq is known
 */
struct ring {
	struct fx_producer *producer;
	struct fx_consumer *consumer;
	unsigned char *data;
	uint64_t seq;
	int started;
};

struct reader {
	int fd;
	struct fx_info info;
	struct ring rings[CPUS_MAX];
	unsigned long lost, wrong;
};

static inline void die(const char *what)
{
	perror(what);
	exit(1);
}

static inline void reader_open(struct reader *reader)
{
	uint32_t version = FX_ABI_VERSION, i;
	size_t bytes;

	reader->fd = open("/dev/forensix", O_RDWR | O_CLOEXEC);
	if (reader->fd < 0)
		die("/dev/forensix");
	if (ioctl(reader->fd, FX_IOC_VERSION, &version))
		die("FX_IOC_VERSION");
	if (ioctl(reader->fd, FX_IOC_INFO, &reader->info))
		die("FX_IOC_INFO");
	bytes = FX_PAGE_BYTES + 2 * reader->info.ring_bytes;
	for (i = 0; i < reader->info.cpus && i < CPUS_MAX; i++) {
		struct ring *ring = &reader->rings[i];
		unsigned char *p = mmap(NULL, bytes, PROT_READ, MAP_SHARED, reader->fd,
					FX_MMAP_PRODUCER + i * FX_MMAP_STRIDE);

		ring->consumer = mmap(NULL, FX_PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED,
				      reader->fd, FX_MMAP_CONSUMER + i * FX_MMAP_STRIDE);
		if (p == MAP_FAILED || ring->consumer == MAP_FAILED)
			die("mmap");
		ring->producer = (void *)p;
		ring->data = p + FX_PAGE_BYTES;
	}
}

/* What is recorded from here on is sealed, with a key that nobody keeps. */
static inline void reader_seal(struct reader *reader)
{
	struct fx_seal_key key;

	if (getrandom(&key, sizeof(key), 0) != sizeof(key))
		die("getrandom");
	if (ioctl(reader->fd, FX_IOC_SEAL, &key))
		die("FX_IOC_SEAL");
}

/* A LOST record stands for those before it that are missing. */
static inline void reader_check(struct reader *reader, struct ring *ring, const struct fx_record *r)
{
	if (r->type == FX_REC_LOST) {
		reader->lost += ((const struct fx_lost *)r)->count;
		ring->seq += ((const struct fx_lost *)r)->count;
	}
	if (ring->started && r->seq != ring->seq) {
		printf("wrong: cpu %u seq %llu, expected %llu\n", r->cpu,
		       (unsigned long long)r->seq, (unsigned long long)ring->seq);
		reader->wrong++;
	}
	ring->started = 1;
	ring->seq = r->seq + 1;
}

/**
 * struct batch - what waits in a ring
 * @ring: the ring
 * @tail: position of the next record
 * @head: where they end
 */
struct batch {
	struct ring *ring;
	uint64_t tail;
	uint64_t head;
};

static inline struct batch batch_begin(struct ring *ring)
{
	return (struct batch){
		.ring = ring,
		.tail = ring->consumer->tail,
		.head = __atomic_load_n(&ring->producer->head, __ATOMIC_ACQUIRE),
	};
}

/* The next record, or NULL; it stays the next one. */
static inline const struct fx_record *batch_peek(struct reader *reader, const struct batch *batch)
{
	const struct fx_record *r;

	if (batch->tail >= batch->head)
		return NULL;
	r = (const void *)(batch->ring->data + batch->tail % reader->info.ring_bytes);
	if (r->size < sizeof(*r) || r->size > FX_RECORD_MAX_BYTES || r->size % 8) {
		printf("wrong: size %u at %llu\n", r->size, (unsigned long long)batch->tail);
		exit(1);
	}
	return r;
}

/* Takes the next record. */
static inline const struct fx_record *batch_next(struct reader *reader, struct batch *batch)
{
	const struct fx_record *r = batch_peek(reader, batch);

	if (!r)
		return NULL;
	reader_check(reader, batch->ring, r);
	batch->tail += r->size;
	return r;
}

/* Gives the room back. */
static inline void batch_end(struct reader *reader, const struct batch *batch)
{
	struct ring *ring = batch->ring;

	if (batch->tail == ring->consumer->tail)
		return;
	ring->consumer->seq = ring->seq;
	__atomic_store_n(&ring->consumer->tail, batch->tail, __ATOMIC_RELEASE);
	__sync_synchronize();
	if (ring->producer->held)
		ioctl(reader->fd, FX_IOC_WAKE);
}

#endif
