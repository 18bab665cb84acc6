/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The ring of one CPU: the producer's side.
 *
 * Nothing in here sleeps, allocates or knows where the memory came from, so the
 * same code is compiled in user space and tested there under sanitizers.
 *
 * One producer: whoever calls these functions holds the CPU (preemption off)
 * from fx_ring_reserve() to fx_ring_commit(), and no hook runs in interrupt
 * context; hence no lock and no atomic operation.
 *
 * The consumer is not trusted: of its page, only tail is used for decisions,
 * read once, and only if it is a position that the consumer could have reached.
 *
 * Where the ring is sealed (seal.c), what the consumer is done with is kept until
 * the sealer has read it, too.
 */
#ifndef FX_RING_H
#define FX_RING_H

#ifdef __KERNEL__
#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/string.h>
#include <linux/types.h>
#include <asm/barrier.h>
#else
#include "user_kernel.h"
#endif
#include "../include/uapi/forensix.h"

/**
 * struct fx_loss - records that found no room and are not yet on record
 * @count: how many
 * @bytes: how many bytes, as far as known
 * @first: time of the first, ns
 * @last: time of the last, ns
 * @reasons: bits (1 << enum fx_lost_reason)
 */
struct fx_loss {
	u64 count;
	u64 bytes;
	u64 first;
	u64 last;
	u64 reasons;
};

/**
 * struct fx_ring - the ring of one CPU, as its producer sees it
 * @data: the data area, mapped twice back to back
 * @size: bytes of the data area, a power of two
 * @producer: the page user space may read
 * @consumer: the page user space writes; untrusted
 * @head: position after the last record
 * @tail: up to here there is room: the last position of the consumer that was
 *	valid, or that of the sealer
 * @sealed: up to here the sealer has read; FX_RING_UNSEALED: there is none
 * @piled: called when much is not sealed; preemption is off, locks may be held
 * @seq: number of the next record, lost ones counted
 * @time: time of the last record, so that time never goes back
 * @high_water: most bytes that ever waited, to a part in FX_HIGH_PART of the ring
 * @keep: of the room, so much is for those who cannot wait
 * @entitled: is the current task one of them? NULL: nobody is
 * @limit: when more waits, the caller asks the throttle
 * @look: below this there is room, no new high, nothing to say of losses, and
 *	no limit is reached: a record is written without a further look
 * @lost: records lost, ever
 * @lost_bytes: bytes lost, ever
 * @bad_tail: invalid positions read from the consumer page
 * @loss: what is lost and not yet on record
 * @cpu: number of the CPU
 */
struct fx_ring {
	u8 *data;
	u64 size;
	struct fx_producer *producer;
	struct fx_consumer *consumer;
	u64 head;
	u64 tail;
	u64 sealed;
	void (*piled)(struct fx_ring *ring);
	u64 seq;
	u64 time;
	u64 high_water;
	u64 keep;
	bool (*entitled)(void);
	u64 limit;
	u64 look;
	u64 lost;
	u64 lost_bytes;
	u64 bad_tail;
	struct fx_loss loss;
	u32 cpu;
};

/* How finely the high water is measured: a look costs more than a record. */
#define FX_HIGH_PART 64

/* Behind all positions. */
#define FX_RING_UNSEALED (~0ULL)

/* The sealer is called when this part of the ring is not sealed. */
#define FX_SEAL_PART 16

void fx_ring_init(struct fx_ring *ring, u32 cpu, u8 *data, u64 size, struct fx_producer *producer,
		  struct fx_consumer *consumer);
void fx_ring_refresh(struct fx_ring *ring);
bool fx_ring_make_room(struct fx_ring *ring, u64 bytes);
void fx_ring_put_lost(struct fx_ring *ring, u64 now);
void fx_ring_lose(struct fx_ring *ring, u64 bytes, u64 now, enum fx_lost_reason reason);
u64 fx_ring_waiting_records(const struct fx_ring *ring);

/* Could the consumer have gone from @base, where it was, to @tail? */
static inline bool fx_ring_tail_valid(u64 base, u64 tail, u64 head)
{
	return tail - base <= head - base && !(tail & (FX_ALIGN_BYTES - 1));
}

/*
 * What the sealer has not read is no room. Pairs with the release store in
 * fx_seal_take(): its loads of the bytes before are done before we overwrite them.
 */
static inline u64 fx_ring_free_to(const struct fx_ring *ring, u64 tail)
{
	u64 sealed = smp_load_acquire(&ring->sealed);

	return sealed < tail ? sealed : tail;
}

/* Bytes that wait for the reader or the sealer, as of the last look at their positions. */
static inline u64 fx_ring_waiting(const struct fx_ring *ring)
{
	return ring->head - ring->tail;
}

/**
 * fx_ring_reserve - room for one record
 * @ring: the ring of this CPU; preemption is off until commit
 * @bytes: the most that the record may take, a multiple of FX_ALIGN_BYTES
 * @now: the time, ns
 *
 * Losses that are not yet on record are written first, so that a LOST record
 * stands where the gap is. Nothing is visible to the reader before
 * fx_ring_commit(); a reservation may simply be dropped.
 *
 * Return: where to write, or NULL when the reader is too far behind.
 */
static inline void *fx_ring_reserve(struct fx_ring *ring, u64 bytes, u64 now)
{
	if (unlikely(ring->loss.count)) {
		if (!fx_ring_make_room(ring, bytes + sizeof(struct fx_lost)))
			return NULL;
		fx_ring_put_lost(ring, now);
	}
	if (unlikely(ring->size - fx_ring_waiting(ring) < bytes + ring->keep) &&
	    !fx_ring_make_room(ring, bytes))
		return NULL;
	return ring->data + (ring->head & (ring->size - 1));
}

/* fx_ring_stamp() of a record whose number is at hand. */
static inline void fx_ring_stamp_seq(struct fx_ring *ring, struct fx_record *record,
				     enum fx_record_type type, u32 size, u64 now, u64 seq)
{
	/* The fast clock may step back by nanoseconds when it is adjusted. */
	if (unlikely(now < ring->time))
		now = ring->time;
	ring->time = now;
	record->size = size;
	record->type = type;
	record->cpu = ring->cpu;
	record->seq = seq;
	record->time = now;
}

/**
 * fx_ring_stamp - the fields of a record head that the ring knows
 * @ring: the ring of this CPU
 * @record: the reserved record
 * @type: its type
 * @size: its final size, a multiple of FX_ALIGN_BYTES
 * @now: the time, ns
 */
static inline void fx_ring_stamp(struct fx_ring *ring, struct fx_record *record,
				 enum fx_record_type type, u32 size, u64 now)
{
	fx_ring_stamp_seq(ring, record, type, size, now, ring->seq);
}

/* Where the next record goes. */
static inline void *fx_ring_place(const struct fx_ring *ring)
{
	return ring->data + (ring->head & (ring->size - 1));
}

/**
 * fx_ring_quick - room for one record, if that can be told at a glance
 * @ring: the ring of this CPU; preemption is off until commit
 * @bytes: its size
 *
 * Return: true when it may be written to fx_ring_place(); else fx_ring_reserve() has to be asked.
 */
static inline bool fx_ring_quick(const struct fx_ring *ring, u64 bytes)
{
	return likely(fx_ring_waiting(ring) + bytes <= ring->look);
}

/* Hands what lies before @head to the reader. */
static inline void fx_ring_advance(struct fx_ring *ring, u64 head, u64 seq)
{
	struct fx_producer *producer = ring->producer;

	ring->head = head;
	ring->seq = seq;
	WRITE_ONCE(producer->seq, seq);
	/*
	 * Pairs with the acquire load of head in the reader (Ring.java): who
	 * sees the new head sees the record.
	 */
	smp_store_release(&producer->head, head);
}

/**
 * fx_ring_put - hand a record to the reader that fx_ring_quick() said there is room for
 * @ring: the ring of this CPU
 * @record: the record, at fx_ring_place(), complete but for what the ring knows
 * @type: its type
 * @size: its size
 * @now: the time, ns
 *
 * As fx_ring_stamp() and fx_ring_commit(); the compiler, which cannot know that the record is not
 * the ring, would read things twice there.
 */
static inline void fx_ring_put(struct fx_ring *ring, struct fx_record *record,
			       enum fx_record_type type, u32 size, u64 now)
{
	u64 head = ring->head + size, seq = ring->seq;

	fx_ring_stamp_seq(ring, record, type, size, now, seq);
	fx_ring_advance(ring, head, seq + 1);
}

/**
 * fx_ring_commit - hand the reserved record to the reader
 * @ring: the ring of this CPU
 * @bytes: the final size of the record, at most what was reserved
 */
static inline void fx_ring_commit(struct fx_ring *ring, u32 bytes)
{
	fx_ring_advance(ring, ring->head + bytes, ring->seq + 1);
	if (unlikely(fx_ring_waiting(ring) > ring->look))
		fx_ring_refresh(ring);
}

#endif
