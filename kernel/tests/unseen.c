// SPDX-License-Identifier: GPL-2.0
/*
 * unseen FILE: what no argument of a call tells, for UnseenIT: operations of an
 * io_uring, shared mappings of a file, and inputs that another thread changes
 * while the call runs. Exit code 0 when all went as it should.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define PAGE_BYTES 4096
/* More than a pipe holds, and than a record. */
#define LONG_BYTES 100000

static void need(int ok, const char *what)
{
	if (!ok)
		err(1, "%s", what);
}

/* One entry after the other, as plainly as can be: the ring has room for one. */
struct ring {
	int fd;
	uint32_t *tail, *mask, *array, *done_head, *done_mask;
	struct io_uring_sqe *entries;
	struct io_uring_cqe *results;
};

static void *map(int fd, size_t bytes, uint64_t offset)
{
	void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, offset);

	need(at != MAP_FAILED, "mmap of the ring");
	return at;
}

static struct ring ring_open(void)
{
	struct io_uring_params p = {};
	struct ring r = { .fd = syscall(SYS_io_uring_setup, 4, &p) };
	char *sq, *cq;

	need(r.fd >= 0, "io_uring_setup");
	sq = map(r.fd, p.sq_off.array + p.sq_entries * sizeof(uint32_t), IORING_OFF_SQ_RING);
	cq = map(r.fd, p.cq_off.cqes + p.cq_entries * sizeof(struct io_uring_cqe),
		 IORING_OFF_CQ_RING);
	r.entries = map(r.fd, p.sq_entries * sizeof(struct io_uring_sqe), IORING_OFF_SQES);
	r.tail = (void *)(sq + p.sq_off.tail);
	r.mask = (void *)(sq + p.sq_off.ring_mask);
	r.array = (void *)(sq + p.sq_off.array);
	r.done_head = (void *)(cq + p.cq_off.head);
	r.done_mask = (void *)(cq + p.cq_off.ring_mask);
	r.results = (void *)(cq + p.cq_off.cqes);
	return r;
}

static int ring_do(struct ring *r, struct io_uring_sqe entry)
{
	uint32_t at = *r->tail & *r->mask;
	int result;

	r->entries[at] = entry;
	r->array[at] = at;
	atomic_store_explicit((_Atomic uint32_t *)r->tail, *r->tail + 1, memory_order_release);
	need(syscall(SYS_io_uring_enter, r->fd, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) == 1,
	     "io_uring_enter");
	result = r->results[*r->done_head & *r->done_mask].res;
	atomic_store_explicit((_Atomic uint32_t *)r->done_head, *r->done_head + 1,
			      memory_order_release);
	return result;
}

static void uring(int file)
{
	struct ring r = ring_open();
	static char text[] = "through the ring";
	int registered = file;

	need(ring_do(&r, (struct io_uring_sqe){ .opcode = IORING_OP_WRITE,
						.fd = file,
						.off = 4096,
						.addr = (uintptr_t)text,
						.len = 16,
						.user_data = 0xa1 }) == 16,
	     "write through the ring");
	need(ring_do(&r, (struct io_uring_sqe){ .opcode = IORING_OP_READ,
						.fd = 999,
						.addr = (uintptr_t)text,
						.len = 1,
						.user_data = 0xa2 }) == -9,
	     "a descriptor that is none");
	need(!syscall(SYS_io_uring_register, r.fd, IORING_REGISTER_FILES, &registered, 1),
	     "io_uring_register");
	need(ring_do(&r, (struct io_uring_sqe){ .opcode = IORING_OP_READ,
						.flags = IOSQE_FIXED_FILE,
						.fd = 0,
						.off = 4096,
						.addr = (uintptr_t)text,
						.len = 7,
						.user_data = 0xa3 }) == 7,
	     "read of a registered file");
	close(r.fd);
}

static void mappings(int file)
{
	char *shared = mmap(NULL, PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), *later;

	need(shared != MAP_FAILED, "mmap");
	shared[0] = '!';
	need(!msync(shared, PAGE_BYTES, MS_SYNC), "msync");
	need(!munmap(shared, PAGE_BYTES), "munmap");
	later = mmap(NULL, PAGE_BYTES, PROT_READ, MAP_SHARED, file, 0);
	need(later != MAP_FAILED, "mmap for reading");
	need(!mprotect(later, PAGE_BYTES, PROT_READ | PROT_WRITE), "mprotect");
	need(!munmap(later, PAGE_BYTES), "munmap");
	later = mmap(NULL, PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0);
	need(later != MAP_FAILED, "mmap of its own");
}

static char input[LONG_BYTES];
static int ends[2];
/* What the other thread is to take from the pipe. */
static size_t due;

/* Changes the input of a write that the pipe makes wait, then lets it go on. */
static void *meddle(void *unused)
{
	static char sink[LONG_BYTES];

	usleep(200000);
	input[0] = 'B';
	while (due) {
		ssize_t n = read(ends[0], sink, due < sizeof(sink) ? due : sizeof(sink));

		need(n > 0, "read of the pipe");
		due -= n;
	}
	return unused;
}

/* Into a pipe that is full, so that the write waits; it is empty before and after. */
static void write_meanwhile(size_t bytes)
{
	pthread_t thread;

	memset(input, 'A', sizeof(input));
	need(write(ends[1], input, PAGE_BYTES) == PAGE_BYTES, "write of a page");
	due = PAGE_BYTES + bytes;
	need(!pthread_create(&thread, NULL, meddle, NULL), "pthread_create");
	need(write(ends[1], input, bytes) == (ssize_t)bytes, "write");
	need(!pthread_join(thread, NULL), "pthread_join");
}

static void inputs(void)
{
	need(!pipe(ends), "pipe");
	need(fcntl(ends[1], F_SETPIPE_SZ, PAGE_BYTES) >= 0, "F_SETPIPE_SZ");
	write_meanwhile(100);
	write_meanwhile(LONG_BYTES);
}

int main(int argc, char **argv)
{
	int file;

	if (argc != 2)
		errx(2, "usage: unseen FILE");
	file = open(argv[1], O_RDWR | O_CREAT | O_TRUNC, 0600);
	need(file >= 0, argv[1]);
	need(!ftruncate(file, 2 * PAGE_BYTES), "ftruncate");
	uring(file);
	mappings(file);
	inputs();
	return 0;
}
