// SPDX-License-Identifier: GPL-2.0
/*
 * ring_test: the module's ring code in user space, under sanitizers: two
 * threads at full speed, a consumer that lies, losses.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../src/ring.h"

#define SIZE FX_RING_MIN_BYTES
#define RECORDS 3000000

static int failed, passed;

#define CHECK(what, ...)                                                       \
	do {                                                                   \
		if (what) {                                                    \
			passed++;                                              \
		} else {                                                       \
			failed++;                                              \
			printf("FAIL %s:%d: %s: ", __func__, __LINE__, #what); \
			printf(__VA_ARGS__);                                   \
			printf("\n");                                          \
		}                                                              \
	} while (0)

/* The data area twice back to back, as the module maps it. */
static u8 *double_map(void)
{
	int fd = memfd_create("ring", 0);
	u8 *p = mmap(NULL, 2 * SIZE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (fd < 0 || ftruncate(fd, SIZE) || p == MAP_FAILED ||
	    mmap(p, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0) == MAP_FAILED ||
	    mmap(p + SIZE, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0) ==
		    MAP_FAILED) {
		perror("ring_test");
		exit(1);
	}
	close(fd);
	return p;
}

struct fixture {
	struct fx_ring ring;
	struct fx_producer producer;
	struct fx_consumer consumer;
};

static struct fixture *fixture(void)
{
	struct fixture *f = calloc(1, sizeof(*f));

	fx_ring_init(&f->ring, 3, double_map(), SIZE, &f->producer, &f->consumer);
	return f;
}

static void drop(struct fixture *f)
{
	munmap(f->ring.data, 2 * SIZE);
	free(f);
}

static u32 size_of(u64 seq)
{
	return sizeof(struct fx_record) + seq * 2654435761u % 97 * FX_ALIGN_BYTES;
}

static bool put(struct fx_ring *ring, u32 bytes, u64 now)
{
	struct fx_record *r = fx_ring_reserve(ring, bytes, now);

	if (!r)
		return false;
	fx_ring_stamp(ring, r, FX_REC_CALL, bytes, now);
	memset(r + 1, (int)ring->seq & 0xff, bytes - sizeof(*r));
	fx_ring_commit(ring, bytes);
	return true;
}

static void *produce(void *arg)
{
	struct fixture *f = arg;
	u64 i;

	for (i = 0; i < RECORDS; i++)
		while (!put(&f->ring, size_of(f->ring.seq), i))
			sched_yield();
	return NULL;
}

/* Full speed, every byte checked: order, completeness, contents. */
static void test_two_threads(void)
{
	struct fixture *f = fixture();
	u64 tail = 0, seq = 0, wrong = 0, back = 0, time = 0;
	pthread_t t;

	pthread_create(&t, NULL, produce, f);
	while (seq < RECORDS) {
		u64 head = smp_load_acquire(&f->producer.head);

		if (head == tail)
			sched_yield();
		while (tail < head) {
			struct fx_record *r = (void *)(f->ring.data + tail % SIZE);
			u8 *p = (u8 *)(r + 1);
			u32 n = r->size - sizeof(*r);

			wrong += r->seq != seq || r->cpu != 3 || r->size != size_of(seq);
			wrong += n && (p[0] != (u8)seq || p[n - 1] != (u8)seq);
			back += r->time < time;
			time = r->time;
			tail += r->size;
			seq++;
		}
		WRITE_ONCE(f->consumer.seq, seq);
		smp_store_release(&f->consumer.tail, tail);
	}
	pthread_join(t, NULL);
	CHECK(!wrong, "%lu of %d records are wrong", wrong, RECORDS);
	CHECK(!back, "time went back %lu times", back);
	CHECK(f->ring.bad_tail == 0, "%lu", f->ring.bad_tail);
	CHECK(f->ring.high_water > 0 && f->ring.high_water <= SIZE, "%lu", f->ring.high_water);
	drop(f);
}

static void fill(struct fx_ring *ring)
{
	while (put(ring, 4096, 1))
		;
}

/* A consumer that lies must never make the producer overwrite what waits. */
static void test_hostile_consumer(void)
{
	static const u64 lies[] = { 1, 7, 4097, SIZE + 8, 1ULL << 63, ~0ULL, ~0ULL - 7 };
	struct fixture *f = fixture();
	unsigned int i;

	fill(&f->ring);
	for (i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		u64 head = f->ring.head, bad = f->ring.bad_tail;

		f->consumer.tail = lies[i];
		CHECK(!put(&f->ring, 4096, 2), "tail %lx was believed", lies[i]);
		CHECK(f->ring.head == head, "head moved at tail %lx", lies[i]);
		CHECK(f->ring.bad_tail > bad, "tail %lx was not counted", lies[i]);
	}
	f->consumer.tail = 8192;
	CHECK(put(&f->ring, 4096, 3), "an honest tail is used again");
	f->consumer.tail = 4096;
	fill(&f->ring);
	CHECK(f->ring.head - f->ring.tail <= SIZE, "tail moved back");
	CHECK(f->ring.tail == 8192, "%lu", f->ring.tail);
	f->consumer.seq = ~0ULL;
	CHECK(fx_ring_waiting_records(&f->ring) <= SIZE / sizeof(struct fx_record),
	      "a lie about seq");
	drop(f);
}

/* What is lost is on record, where the gap is, and the numbers agree. */
static void test_loss(void)
{
	struct fixture *f = fixture();
	struct fx_lost *lost;
	u64 at, seq;
	int i;

	fill(&f->ring);
	seq = f->ring.seq;
	at = f->ring.head;
	for (i = 0; i < 17; i++)
		fx_ring_lose(&f->ring, 100, 50 + i, i % 2 ? FX_LOST_NO_ROOM : FX_LOST_KILLED);
	f->consumer.tail = 4096 * 2;
	CHECK(put(&f->ring, 4096, 99), "room again");
	lost = (void *)(f->ring.data + at % SIZE);
	CHECK(lost->record.type == FX_REC_LOST, "type %u", lost->record.type);
	CHECK(lost->record.seq - lost->count == seq, "seq %lu", (u64)lost->record.seq);
	CHECK(lost->count == 17 && lost->bytes == 1700, "%lu", (u64)lost->count);
	CHECK(lost->first == 50 && lost->last == 66, "%lu", (u64)lost->last);
	CHECK(lost->reasons == (1 << FX_LOST_NO_ROOM | 1 << FX_LOST_KILLED), "%lx",
	      (u64)lost->reasons);
	CHECK(f->producer.lost == 17 && f->producer.bytes_lost == 1700, "%lu",
	      (u64)f->producer.lost);
	CHECK(f->ring.seq == seq + 17 + 2, "%lu", f->ring.seq);
	/* No room for the LOST record and the next one together: nothing is written. */
	fill(&f->ring);
	fx_ring_lose(&f->ring, 100, 100, FX_LOST_NO_ROOM);
	f->consumer.tail = f->ring.tail + 4096 + 8 - (SIZE - fx_ring_waiting(&f->ring));
	at = f->ring.head;
	CHECK(!put(&f->ring, 4096, 101), "only the record fits");
	CHECK(f->ring.head == at, "half a step");
	drop(f);
}

static unsigned long piles;

static void piled(struct fx_ring *ring)
{
	piles++;
}

static struct fixture *sealed_fixture(void)
{
	struct fixture *f = fixture();

	f->ring.piled = piled;
	f->ring.sealed = 0;
	return f;
}

/* What was read by the consumer and not yet by the sealer is no room. */
static void test_unsealed(void)
{
	struct fixture *f = sealed_fixture();
	u64 head;

	piles = 0;
	fill(&f->ring);
	CHECK(piles > 0, "the sealer was not called");
	head = f->ring.head;
	f->consumer.tail = head;
	CHECK(!put(&f->ring, 4096, 2), "what is not sealed was overwritten");
	CHECK(f->ring.tail == 0 && f->ring.bad_tail == 0, "%lu", f->ring.tail);
	CHECK(fx_ring_free_to(&f->ring, head) == 0, "%lu", fx_ring_free_to(&f->ring, head));
	f->ring.sealed = 8192;
	CHECK(put(&f->ring, 4096, 3) && put(&f->ring, 4096, 3) && !put(&f->ring, 4096, 3),
	      "as much room as is sealed");
	CHECK(f->ring.tail == 8192, "%lu", f->ring.tail);
	/* Sealed ahead of the consumer: its tail counts, and a lie is none. */
	f->ring.sealed = f->ring.head;
	CHECK(put(&f->ring, 4096, 4), "sealed and consumed");
	f->consumer.tail = ~0ULL - 7;
	fill(&f->ring);
	CHECK(f->ring.tail == head && f->ring.bad_tail > 0, "%lu", f->ring.tail);
	/* The seals end: the consumer's tail is all that counts. */
	f->ring.sealed = FX_RING_UNSEALED;
	f->consumer.tail = f->ring.head;
	CHECK(put(&f->ring, 4096, 5) && f->ring.tail == f->consumer.tail, "%lu", f->ring.tail);
	drop(f);
}

/* A sealer that dawdles, beside a consumer that does not: it sees every byte as it was written. */
static void *dawdle(void *arg)
{
	struct fixture *f = arg;
	u64 wrong = 0, seq = 0, at = 0;

	while (seq < RECORDS) {
		u64 head = smp_load_acquire(&f->producer.head);

		if (head - at < SIZE / 4 && seq + 4096 < RECORDS)
			sched_yield();
		for (; at < head; seq++) {
			struct fx_record *r = (void *)(f->ring.data + at % SIZE);
			u8 *p = (u8 *)(r + 1);
			u32 n = r->size - sizeof(*r);

			wrong += r->seq != seq || r->size != size_of(seq);
			wrong += n && (p[0] != (u8)seq || p[n - 1] != (u8)seq);
			if (wrong)
				return (void *)wrong;
			at += r->size;
		}
		smp_store_release(&f->ring.sealed, at);
	}
	return NULL;
}

static void test_sealer(void)
{
	struct fixture *f = sealed_fixture();
	void *wrong = NULL;
	u64 tail = 0;
	pthread_t producer, sealer;

	piles = 0;
	pthread_create(&producer, NULL, produce, f);
	pthread_create(&sealer, NULL, dawdle, f);
	while (f->consumer.seq < RECORDS) {
		tail = smp_load_acquire(&f->producer.head);
		/* What the head says may be older than the number, never newer. */
		WRITE_ONCE(f->consumer.seq, READ_ONCE(f->producer.seq));
		smp_store_release(&f->consumer.tail, tail);
		sched_yield();
	}
	pthread_join(producer, NULL);
	pthread_join(sealer, &wrong);
	CHECK(!wrong, "the sealer saw what was overwritten");
	CHECK(piles > 0, "the sealer was not called");
	CHECK(f->ring.bad_tail == 0, "%lu", f->ring.bad_tail);
	drop(f);
}

static void test_time(void)
{
	struct fixture *f = fixture();

	put(&f->ring, 40, 1000);
	put(&f->ring, 40, 900);
	CHECK(((struct fx_record *)(f->ring.data + 40))->time == 1000, "time went back");
	drop(f);
}

int main(void)
{
	test_two_threads();
	test_hostile_consumer();
	test_loss();
	test_unsealed();
	test_sealer();
	test_time();
	printf("ring_test: %d passed, %d failed\n", passed, failed);
	return failed != 0;
}
