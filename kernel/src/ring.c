// SPDX-License-Identifier: GPL-2.0
/*
 * The ring of one CPU: what is not on the fast path. See ring.h.
 */
#include "ring.h"

/**
 * fx_ring_init - an empty ring
 * @ring: to be set up
 * @cpu: number of its CPU
 * @data: data area of 2 * @size bytes, the second half the same memory
 * @size: a power of two, FX_RING_MIN_BYTES to FX_RING_MAX_BYTES
 * @producer: zeroed page for the producer
 * @consumer: zeroed page for the consumer
 */
void fx_ring_init(struct fx_ring *ring, u32 cpu, u8 *data, u64 size, struct fx_producer *producer,
		  struct fx_consumer *consumer)
{
	memset(ring, 0, sizeof(*ring));
	ring->data = data;
	ring->size = size;
	ring->producer = producer;
	ring->consumer = consumer;
	ring->cpu = cpu;
	ring->limit = size;
	ring->sealed = FX_RING_UNSEALED;
	producer->cpu = cpu;
	producer->ring_bytes = size;
}

/* Takes over the consumer's position, if it can be one. */
static void fx_ring_look(struct fx_ring *ring)
{
	/*
	 * Pairs with the release store of tail in the reader: its loads of the
	 * bytes before tail are done before we overwrite them. Read once: the
	 * value may change under us.
	 */
	u64 tail = smp_load_acquire(&ring->consumer->tail);

	if (likely(fx_ring_tail_valid(ring->tail, tail, ring->head)))
		ring->tail = fx_ring_free_to(ring, tail);
	else
		ring->bad_tail++;
}

/* Looks again before much is not sealed, and calls the sealer when it is. */
static void fx_ring_pile(struct fx_ring *ring)
{
	u64 part = ring->size / FX_SEAL_PART;

	if (ring->head - READ_ONCE(ring->sealed) >= part)
		ring->piled(ring);
	if (ring->look > fx_ring_waiting(ring) + part)
		ring->look = fx_ring_waiting(ring) + part;
}

/**
 * fx_ring_refresh - look at the reader's position, note the high water
 * @ring: the ring of this CPU
 */
void fx_ring_refresh(struct fx_ring *ring)
{
	fx_ring_look(ring);
	if (fx_ring_waiting(ring) > ring->high_water)
		ring->high_water = fx_ring_waiting(ring);
	ring->look = ring->high_water + ring->size / FX_HIGH_PART;
	if (ring->look > ring->limit)
		ring->look = ring->limit;
	if (READ_ONCE(ring->sealed) != FX_RING_UNSEALED)
		fx_ring_pile(ring);
	if (ring->loss.count)
		ring->look = 0;
}

/**
 * fx_ring_make_room - is there room, now that we look again?
 * @ring: the ring of this CPU
 * @bytes: how much is needed
 *
 * Return: true when @bytes fit, and for those who can wait @keep bytes beside.
 */
bool fx_ring_make_room(struct fx_ring *ring, u64 bytes)
{
	u64 room = ring->size - fx_ring_waiting(ring);

	if (room < bytes + ring->keep) {
		fx_ring_look(ring);
		room = ring->size - fx_ring_waiting(ring);
	}
	return room >= bytes + ring->keep || (room >= bytes && ring->entitled && ring->entitled());
}

/**
 * fx_ring_put_lost - write the LOST record that is due
 * @ring: the ring of this CPU; there is room for a struct fx_lost
 * @now: the time, ns
 */
void fx_ring_put_lost(struct fx_ring *ring, u64 now)
{
	struct fx_lost *lost = (void *)(ring->data + (ring->head & (ring->size - 1)));

	memset(lost, 0, sizeof(*lost));
	fx_ring_stamp(ring, &lost->record, FX_REC_LOST, sizeof(*lost), now);
	lost->count = ring->loss.count;
	lost->bytes = ring->loss.bytes;
	lost->first = ring->loss.first;
	lost->last = ring->loss.last;
	lost->reasons = ring->loss.reasons;
	memset(&ring->loss, 0, sizeof(ring->loss));
	/* The commit looks, and sets the next look. */
	fx_ring_commit(ring, sizeof(*lost));
}

/**
 * fx_ring_lose - account for a record that cannot be written
 * @ring: the ring of this CPU
 * @bytes: its size, as far as known
 * @now: the time, ns
 * @reason: why
 *
 * The record takes a sequence number all the same: the gap shows even before
 * the LOST record is there.
 */
void fx_ring_lose(struct fx_ring *ring, u64 bytes, u64 now, enum fx_lost_reason reason)
{
	if (!ring->loss.count)
		ring->loss.first = now;
	ring->loss.last = now;
	ring->loss.count++;
	ring->loss.bytes += bytes;
	ring->loss.reasons |= 1ULL << reason;
	ring->seq++;
	ring->look = 0;
	ring->lost++;
	ring->lost_bytes += bytes;
	WRITE_ONCE(ring->producer->lost, ring->lost);
	WRITE_ONCE(ring->producer->bytes_lost, ring->lost_bytes);
	WRITE_ONCE(ring->producer->seq, ring->seq);
}

/**
 * fx_ring_waiting_records - how many records wait for the reader
 * @ring: any ring
 *
 * The consumer's count is only believed as far as it is possible; a lie about
 * it can do no more than throttle too early or too late.
 *
 * Return: a number of records.
 */
u64 fx_ring_waiting_records(const struct fx_ring *ring)
{
	u64 seq = READ_ONCE(ring->seq);
	u64 done = READ_ONCE(ring->consumer->seq);
	u64 most = fx_ring_waiting(ring) / sizeof(struct fx_record);

	if (done > seq)
		return most;
	return seq - done < most ? seq - done : most;
}
