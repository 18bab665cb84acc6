/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * The Forensix binary interface: ring pages, records, ioctls, limits.
 *
 * This file, with those it includes, is the only description of the layout. The
 * module compiles it, jextract makes the Java bindings from it, and an archive
 * keeps the bytes described here unchanged. All numbers are little endian (x86), all times are
 * nanoseconds of CLOCK_MONOTONIC unless a field says otherwise, all sizes are
 * bytes. Any change of meaning, size or offset bumps FX_ABI_VERSION.
 *
 * A ring (one for each possible CPU) is seen by the reader as two mappings of
 * /dev/forensix:
 *
 *	read only:  [ fx_producer page | data: ring_bytes | the same data again ]
 *	read/write: [ fx_consumer page ]
 *
 * Because the data is mapped twice back to back, a record that starts in the
 * first copy is always contiguous. Positions (head, tail) are free-running
 * byte counts; the byte of a position is data[position % ring_bytes].
 */
#ifndef _UAPI_FORENSIX_H
#define _UAPI_FORENSIX_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define FX_ABI_VERSION 4

/* Limits, each with its reason. */

/* Bytes of a page of the ring: x86 has no other. */
#define FX_PAGE_BYTES 4096
/* Records start at multiples of this, so that every field is aligned. */
#define FX_ALIGN_BYTES 8
/* Payload in one record; what is longer goes on in FX_DATA records. */
#define FX_PAYLOAD_MAX_BYTES 65536
/* A whole record: the payload, the fixed part and the item headers. */
#define FX_RECORD_MAX_BYTES 73728
/* Smallest ring: room for a few of the largest records. */
#define FX_RING_MIN_BYTES 524288
/* Largest ring: two copies and a page stay below FX_MMAP_STRIDE. */
#define FX_RING_MAX_BYTES 1073741824
/* Bytes of a command name, as in the kernel's TASK_COMM_LEN. */
#define FX_COMM_BYTES 16
/* Bytes of the name of a recording. */
#define FX_RECORDING_ID_BYTES 16
/* Arguments of a system call on x86. */
#define FX_ARGS 6

/* Offsets to mmap the rings at: base + cpu * FX_MMAP_STRIDE. */
#define FX_MMAP_PRODUCER 0ULL
#define FX_MMAP_CONSUMER 0x1000000000000ULL
#define FX_MMAP_STRIDE 0x100000000ULL

/**
 * struct fx_producer - the page that only the kernel writes
 * @head: position up to which records are complete. Stored with release
 *	semantics; the reader loads it with acquire semantics and may then read
 *	all bytes in [tail, head).
 * @seq: sequence number that the next record will get.
 * @lost: records that found no room, ever, on this CPU.
 * @bytes_lost: bytes these records would have had, payload included as far as
 *	it was known.
 * @held: tasks that wait for room now. When it is not 0 after the reader has
 *	moved tail, the reader calls FX_IOC_WAKE.
 * @cpu: number of the CPU this ring belongs to.
 * @ring_bytes: size of the data area, a power of two.
 */
struct fx_producer {
	__u64 head;
	__u64 seq;
	__u64 lost;
	__u64 bytes_lost;
	__u32 held;
	__u32 cpu;
	__u64 ring_bytes;
};

/**
 * struct fx_consumer - the page that the reader writes
 * @tail: position up to which the reader is done; the kernel may overwrite
 *	what is before it. Stored with release semantics. The kernel ignores a
 *	value that moves backwards, goes past head or is not a multiple of
 *	FX_ALIGN_BYTES, and counts it as bad.
 * @seq: sequence number of the first record that is not yet consumed; used
 *	only to tell how many records wait.
 */
struct fx_consumer {
	__u64 tail;
	__u64 seq;
};

/**
 * enum fx_record_type - what a record tells
 * @FX_REC_CALL: a system call that returned: struct fx_call.
 * @FX_REC_ENTER: a system call at its entry: struct fx_call, ret and left 0.
 * @FX_REC_DATA: more payload of a call: struct fx_data.
 * @FX_REC_LOST: records that could not be written: struct fx_lost.
 * @FX_REC_FORK: a new task: struct fx_fork.
 * @FX_REC_EXEC: a new program: struct fx_exec.
 * @FX_REC_EXIT: the end of a task: struct fx_exit.
 * @FX_REC_TASK: a task that was alive when recording began: struct fx_task_state.
 * @FX_REC_SIGNAL: a signal as it is delivered: struct fx_signal.
 * @FX_REC_MARK: what happened to the recording itself: struct fx_mark.
 * @FX_REC_FILE: an open file, when it is first seen and when its addresses
 *	change: struct fx_file.
 * @FX_REC_CONTEXT: who a task is, at first and after a change: struct fx_identity.
 * @FX_REC_FD: a descriptor that was open when recording began: struct fx_fd.
 * @FX_REC_SENT: a signal as it is sent: struct fx_sent.
 * @FX_REC_URING: an io_uring operation, submitted or completed: struct fx_uring.
 * @FX_REC_SEAL: what stands before it in this ring is sealed: struct fx_seal.
 */
enum fx_record_type {
	FX_REC_CALL = 1,
	FX_REC_ENTER = 2,
	FX_REC_DATA = 3,
	FX_REC_LOST = 4,
	FX_REC_FORK = 5,
	FX_REC_EXEC = 6,
	FX_REC_EXIT = 7,
	FX_REC_TASK = 8,
	FX_REC_SIGNAL = 9,
	FX_REC_MARK = 10,
	FX_REC_FILE = 11,
	FX_REC_CONTEXT = 12,
	FX_REC_FD = 13,
	FX_REC_SENT = 14,
	FX_REC_URING = 15,
	FX_REC_SEAL = 16,
};

/**
 * struct fx_record - the head of every record
 * @size: bytes of the whole record, this head included; a multiple of
 *	FX_ALIGN_BYTES, at most FX_RECORD_MAX_BYTES.
 * @type: enum fx_record_type.
 * @cpu: CPU whose ring it was written to.
 * @seq: number of the record on this CPU; counts lost records too, so that
 *	every gap shows.
 * @time: when it was written. Never decreases within a ring.
 * @start: boot time at which the process (its first thread) started; with tgid
 *	it names a process for good. 0 where there is no process.
 * @tgid: process, in the initial pid namespace.
 * @tid: thread, in the initial pid namespace.
 */
struct fx_record {
	__u32 size;
	__u16 type;
	__u16 cpu;
	__u64 seq;
	__u64 time;
	__u64 start;
	__u32 tgid;
	__u32 tid;
};

#include "forensix_call.h"

/**
 * enum fx_lost_reason - why a record was not written
 * @FX_LOST_NO_ROOM: the ring was full and the caller could not be made to wait.
 * @FX_LOST_KILLED: the caller was killed while it waited.
 * @FX_LOST_STALLED: the reader was stuck and on_stall is drop.
 * @FX_LOST_NO_MEMORY: no memory to keep the record until there was room.
 * @FX_LOST_UNLOAD: the module was unloaded or recording stopped in between.
 */
enum fx_lost_reason {
	FX_LOST_NO_ROOM = 1,
	FX_LOST_KILLED = 2,
	FX_LOST_STALLED = 3,
	FX_LOST_NO_MEMORY = 4,
	FX_LOST_UNLOAD = 5,
};

/**
 * struct fx_lost - records that could not be written to this ring
 * @record: the head; record.seq - count is the first number that is missing.
 * @count: how many records are missing.
 * @bytes: how many bytes they would have had, as far as known.
 * @first: time of the first loss.
 * @last: time of the last loss.
 * @reasons: bit (1 << enum fx_lost_reason) for each reason that occurred.
 */
struct fx_lost {
	struct fx_record record;
	__u64 count;
	__u64 bytes;
	__u64 first;
	__u64 last;
	__u64 reasons;
};

#include "forensix_event.h"
#include "forensix_seal.h"

/**
 * enum fx_mark_kind - what happened to the recording
 * @FX_MARK_START: recording began.
 * @FX_MARK_STOP: recording ended.
 * @FX_MARK_ATTACH: a reader opened the device; the head names it. Its own calls
 *	are not recorded from here on.
 * @FX_MARK_DETACH: the reader is gone.
 * @FX_MARK_SNAPSHOT: the tasks alive at the start are all on record, and their
 *	descriptors.
 * @FX_MARK_SETTINGS: what is recorded from here on: CSTR, lines NAME=VALUE of
 *	filter and payload_max_bytes.
 */
enum fx_mark_kind {
	FX_MARK_START = 1,
	FX_MARK_STOP = 2,
	FX_MARK_ATTACH = 3,
	FX_MARK_DETACH = 4,
	FX_MARK_SNAPSHOT = 5,
	FX_MARK_SETTINGS = 6,
};

/**
 * struct fx_mark - an event of the recording itself, and a pair of clocks
 * @record: the head.
 * @kind: enum fx_mark_kind.
 * @items: number of struct fx_item that follow.
 * @monotonic: CLOCK_MONOTONIC, ns.
 * @realtime: CLOCK_REALTIME at the same moment, ns since 1970.
 * @boottime: CLOCK_BOOTTIME at the same moment, ns.
 */
struct fx_mark {
	struct fx_record record;
	__u32 kind;
	__u32 items;
	__u64 monotonic;
	__u64 realtime;
	__u64 boottime;
};

/**
 * struct fx_info - what the reader has to know (FX_IOC_INFO)
 * @abi_version: FX_ABI_VERSION of the module.
 * @cpus: number of rings; CPUs are numbered from 0.
 * @ring_bytes: bytes of the data area of each ring.
 * @recording_id: random, new at each load of the module.
 * @table_crc: CRC-32 (IEEE 802.3) of the text of syscalls.tbl at build time.
 * @recording: 1 while calls are being recorded.
 * @monotonic: CLOCK_MONOTONIC, ns.
 * @realtime: CLOCK_REALTIME at the same moment, ns since 1970.
 * @boottime: CLOCK_BOOTTIME at the same moment, ns.
 * @sealing: 1 while the kernel has a key and seals what is recorded.
 * @seal_interval_ms: how often; 0: seals are switched off.
 */
struct fx_info {
	__u32 abi_version;
	__u32 cpus;
	__u64 ring_bytes;
	__u8 recording_id[FX_RECORDING_ID_BYTES];
	__u32 table_crc;
	__u32 recording;
	__u64 monotonic;
	__u64 realtime;
	__u64 boottime;
	__u32 sealing;
	__u32 seal_interval_ms;
};

/*
 * ioctls of /dev/forensix. Opening it needs CAP_SYS_ADMIN (EPERM) and succeeds
 * for one reader at a time (EBUSY). FX_IOC_VERSION comes first; before it, all
 * else is refused (EPROTO).
 */

/* In: the caller's FX_ABI_VERSION. Out: the module's. EPROTO if they differ. */
#define FX_IOC_VERSION _IOWR('F', 0, __u32)
/* Describes the rings: struct fx_info. */
#define FX_IOC_INFO _IOR('F', 1, struct fx_info)
/* Begins recording; does nothing when it is on. */
#define FX_IOC_START _IO('F', 2)
/* Ends recording; when it returns 0, no more records will come. EAGAIN: drain, ask again. */
#define FX_IOC_STOP _IO('F', 3)
/* The reader has made room: held tasks look again. */
#define FX_IOC_WAKE _IO('F', 4)
/*
 * Seals what is recorded from here on, until FX_IOC_STOP: struct fx_seal_key.
 * EBUSY while something is recorded; EALREADY with a key that is in force; EAGAIN
 * when a first seal finds no room: the reader has to drain and to ask again;
 * EOPNOTSUPP when seal_interval_ms is 0.
 */
#define FX_IOC_SEAL _IOW('F', 5, struct fx_seal_key)

#include "forensix_layout.h"

#endif /* _UAPI_FORENSIX_H */
