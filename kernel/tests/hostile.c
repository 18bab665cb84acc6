// SPDX-License-Identifier: GPL-2.0
/*
 * hostile: a reader that means harm. Run as root in the guest, with the module
 * loaded and nobody reading.
 *
 *	hostile [IOCTLS [SEED]]
 *
 * Whatever a process with the device open may do must give an error or do
 * nothing: never a crash, never a record overwritten before it was read. Prints
 * a line for each failure and the sums; exit code 1 when something failed.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../include/uapi/forensix.h"

static int passed, failed, fd;
static struct fx_info info;
static struct fx_producer *producer;
static struct fx_consumer *consumer;

#define CHECK(what)                                                                        \
	do {                                                                               \
		if (what) {                                                                \
			passed++;                                                          \
		} else {                                                                   \
			failed++;                                                          \
			printf("FAIL line %d: %s (errno %d %s)\n", __LINE__, #what, errno, \
			       strerror(errno));                                           \
		}                                                                          \
	} while (0)

static uint64_t random_next(uint64_t *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 7;
	*s ^= *s << 17;
	return *s;
}

static void *map(size_t bytes, int prot, uint64_t offset)
{
	return mmap(NULL, bytes, prot, MAP_SHARED, fd, offset);
}

static int refused(size_t bytes, int prot, uint64_t offset, int error)
{
	void *p = map(bytes, prot, offset);

	if (p == MAP_FAILED)
		return errno == error;
	munmap(p, bytes);
	errno = 0;
	return 0;
}

static void before_version(void)
{
	uint32_t other = FX_ABI_VERSION + 1;

	CHECK(ioctl(fd, FX_IOC_INFO, &info) == -1 && errno == EPROTO);
	CHECK(ioctl(fd, FX_IOC_START) == -1 && errno == EPROTO);
	CHECK(ioctl(fd, FX_IOC_SEAL, NULL) == -1 && errno == EPROTO);
	CHECK(refused(FX_PAGE_BYTES, PROT_READ, 0, EPROTO));
	CHECK(ioctl(fd, FX_IOC_VERSION, &other) == -1 && errno == EPROTO);
	CHECK(other == FX_ABI_VERSION);
	CHECK(ioctl(fd, FX_IOC_INFO, &info) == -1 && errno == EPROTO);
	CHECK(ioctl(fd, FX_IOC_VERSION, (void *)8) == -1 && errno == EFAULT);
	CHECK(open("/dev/forensix", O_RDWR) == -1 && errno == EBUSY);
}

/* Ends recording; what is in the ring is taken as read. */
static void stop(void)
{
	while (ioctl(fd, FX_IOC_STOP) && errno == EAGAIN) {
		consumer->tail = producer->head;
		usleep(1000);
	}
	consumer->tail = producer->head;
	consumer->seq = producer->seq;
}

/* A key is taken while nothing is recorded, and once. */
static void keys(void)
{
	struct fx_seal_key key = { .id = { 1 }, .key = { 2 } };

	CHECK(ioctl(fd, FX_IOC_SEAL, (void *)8) == -1 && errno == EFAULT);
	CHECK(ioctl(fd, FX_IOC_SEAL, NULL) == -1 && errno == EFAULT);
	CHECK(ioctl(fd, FX_IOC_INFO, &info) == 0 && !info.sealing && info.seal_interval_ms);
	CHECK(ioctl(fd, FX_IOC_SEAL, &key) == 0);
	CHECK(ioctl(fd, FX_IOC_SEAL, &key) == -1 && errno == EALREADY);
	key.id[0]++;
	CHECK(ioctl(fd, FX_IOC_SEAL, &key) == -1 && errno == EBUSY);
	CHECK(ioctl(fd, FX_IOC_INFO, &info) == 0 && info.sealing);
	CHECK(ioctl(fd, FX_IOC_START) == 0);
	CHECK(ioctl(fd, FX_IOC_SEAL, &key) == -1 && errno == EBUSY);
	stop();
	CHECK(ioctl(fd, FX_IOC_INFO, &info) == 0 && !info.sealing);
	/* Without a recording between. */
	CHECK(ioctl(fd, FX_IOC_SEAL, &key) == 0);
	CHECK(ioctl(fd, FX_IOC_STOP) == 0);
	CHECK(ioctl(fd, FX_IOC_INFO, &info) == 0 && !info.sealing);
	key.id[0]++;
	CHECK(ioctl(fd, FX_IOC_SEAL, &key) == 0);
	CHECK(ioctl(fd, FX_IOC_INFO, &info) == 0 && info.sealing);
}

static void mappings(void)
{
	size_t bytes = FX_PAGE_BYTES + 2 * info.ring_bytes;
	void *p;

	CHECK(refused(bytes, PROT_READ | PROT_WRITE, 0, EPERM));
	CHECK(refused(bytes, PROT_READ | PROT_EXEC, 0, EPERM));
	CHECK(refused(bytes + FX_PAGE_BYTES, PROT_READ, 0, EINVAL));
	CHECK(refused(FX_PAGE_BYTES, PROT_READ, 0, EINVAL));
	CHECK(refused(bytes, PROT_READ, FX_PAGE_BYTES, EINVAL));
	CHECK(refused(bytes, PROT_READ, FX_MMAP_STRIDE * info.cpus, EINVAL));
	CHECK(refused(bytes, PROT_READ, FX_MMAP_STRIDE * 60000, EINVAL));
	CHECK(refused(2 * FX_PAGE_BYTES, PROT_READ, FX_MMAP_CONSUMER, EINVAL));
	CHECK(refused(FX_PAGE_BYTES, PROT_READ | PROT_EXEC, FX_MMAP_CONSUMER, EPERM));
	CHECK(refused(FX_PAGE_BYTES, PROT_READ, FX_MMAP_CONSUMER + FX_PAGE_BYTES, EINVAL));
	CHECK(refused(FX_PAGE_BYTES, PROT_READ, 1ull << 62, EINVAL));
	p = mmap(NULL, bytes, PROT_READ, MAP_PRIVATE, fd, 0);
	CHECK(p == MAP_FAILED && errno == EINVAL);
	producer = map(bytes, PROT_READ, 0);
	consumer = map(FX_PAGE_BYTES, PROT_READ | PROT_WRITE, FX_MMAP_CONSUMER);
	CHECK(producer != MAP_FAILED && consumer != MAP_FAILED);
	if (producer == MAP_FAILED || consumer == MAP_FAILED)
		exit(1);
	CHECK(mprotect(producer, bytes, PROT_READ | PROT_WRITE) == -1 && errno == EACCES);
	CHECK(mprotect(producer, bytes, PROT_READ | PROT_EXEC) == -1 && errno == EACCES);
	p = mremap(producer, bytes, bytes + FX_PAGE_BYTES, MREMAP_MAYMOVE);
	CHECK(p == MAP_FAILED);
	/* Moving it is harmless: the pages are the same. */
	p = mremap(producer, bytes, bytes, MREMAP_MAYMOVE | MREMAP_FIXED,
		   (char *)mmap(NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	CHECK(p != MAP_FAILED);
	producer = p;
}

/* Offsets and lengths near and far from those that are right; none else may work. */
static void odd_mappings(long n, uint64_t seed)
{
	size_t whole = FX_PAGE_BYTES + 2 * info.ring_bytes;
	long i, fine = 0, wrong = 0;

	for (i = 0; i < n; i++) {
		uint64_t r = random_next(&seed), bytes, offset;
		int prot = r >> 8 & 7, kind = r % 4 ? MAP_SHARED : MAP_PRIVATE, consumers;
		void *p;

		bytes = r >> 12 & 1 ? whole : r >> 13 & 1 ? FX_PAGE_BYTES : (r >> 14) % (2 * whole);
		offset = random_next(&seed) % 8 * FX_MMAP_STRIDE + (r >> 40 & 1) * FX_MMAP_CONSUMER;
		if (r >> 41 & 1)
			offset += (random_next(&seed) % 4096) * FX_PAGE_BYTES;
		else if (r >> 42 & 1)
			offset = random_next(&seed) & ~(FX_PAGE_BYTES - 1ull);
		p = mmap(NULL, bytes, prot, kind, fd, offset);
		if (p == MAP_FAILED)
			continue;
		fine++;
		consumers = offset >= FX_MMAP_CONSUMER;
		wrong += kind != MAP_SHARED || (prot & PROT_EXEC) || offset % FX_MMAP_STRIDE ||
			 (offset % FX_MMAP_CONSUMER) / FX_MMAP_STRIDE >= info.cpus ||
			 (bytes + 4095) / 4096 != (consumers ? 1 : whole / 4096) ||
			 (!consumers && (prot & PROT_WRITE));
		munmap(p, bytes);
	}
	printf("hostile: %ld mappings, %ld of them fine, %ld of these wrong\n", n, fine, wrong);
	CHECK(fine > 0 && !wrong);
}

static sigjmp_buf touched;

static void on_fault(int s)
{
	siglongjmp(touched, s);
}

/* The signal that reading or writing a byte gives, or 0. */
static int touch(volatile unsigned char *p, int write)
{
	int s = sigsetjmp(touched, 1);

	if (s)
		return s;
	if (write)
		*p = 1;
	else
		(void)*p;
	return 0;
}

/* All other ways to write to what is only to be read, to have more of it, or to hand it on. */
static void detours(void)
{
	size_t bytes = FX_PAGE_BYTES + 2 * info.ring_bytes;
	int mem = open("/proc/self/mem", O_RDWR);
	unsigned char *p = map(bytes, PROT_READ, 0), garbage[64] = { 1 };
	struct iovec from = { garbage, sizeof(garbage) }, to = { p, sizeof(garbage) };

	signal(SIGBUS, on_fault);
	signal(SIGSEGV, on_fault);
	CHECK(p != MAP_FAILED);
	CHECK(touch(p, 0) == 0);
	CHECK(touch(p, 1) == SIGSEGV);
	CHECK(touch(p + bytes - 1, 1) == SIGSEGV);
	CHECK(pwrite(mem, garbage, sizeof(garbage), (uintptr_t)p) == -1);
	CHECK(process_vm_writev(getpid(), &from, 1, &to, 1, 0) == -1);
	CHECK(mremap(p, 0, bytes, MREMAP_MAYMOVE) == MAP_FAILED);
	CHECK(mremap(p, FX_PAGE_BYTES, 2 * FX_PAGE_BYTES, MREMAP_MAYMOVE) == MAP_FAILED);
	CHECK(remap_file_pages(p, FX_PAGE_BYTES, 0, 1, 0) == -1 || touch(p, 1) == SIGSEGV);
	/* A page that was given back does not come again, or it is the same. */
	madvise(p, FX_PAGE_BYTES, MADV_DONTNEED);
	CHECK(touch(p, 1) != 0);
	madvise(p, FX_PAGE_BYTES, MADV_REMOVE);
	CHECK(touch(p, 1) != 0);
	CHECK(munmap(p + FX_PAGE_BYTES, FX_PAGE_BYTES) == 0);
	CHECK(touch(p + FX_PAGE_BYTES, 0) == SIGSEGV);
	CHECK(touch(p + 2 * FX_PAGE_BYTES, 0) == 0);
	CHECK(mprotect(p + 2 * FX_PAGE_BYTES, FX_PAGE_BYTES, PROT_READ | PROT_WRITE) == -1);
	CHECK(munmap(p, bytes) == 0);
	CHECK(mprotect(consumer, FX_PAGE_BYTES, PROT_READ | PROT_EXEC) == -1);
	signal(SIGBUS, SIG_DFL);
	signal(SIGSEGV, SIG_DFL);
	close(mem);
}

/* A child has no mapping: a touch of it kills. */
static void inherited(void)
{
	int status;
	pid_t pid = fork();

	if (!pid) {
		volatile uint64_t head = producer->head;

		_exit(head != 0);
	}
	waitpid(pid, &status, 0);
	CHECK(WIFSIGNALED(status));
}

/* Another process makes calls (our own are not recorded). */
static void others_call(int n)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		close(fd);
		while (n--)
			syscall(SYS_getppid);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	CHECK(WIFEXITED(status));
}

/* Every record from tail to head must be whole: sizes lead exactly to head. */
static uint64_t walk(uint64_t tail, uint64_t *records)
{
	uint64_t head = __atomic_load_n(&producer->head, __ATOMIC_ACQUIRE);
	const unsigned char *data = (unsigned char *)producer + FX_PAGE_BYTES;
	uint64_t seq = 0;

	*records = 0;
	while (tail < head) {
		const struct fx_record *r = (void *)(data + tail % info.ring_bytes);

		if (r->size < sizeof(*r) || r->size > FX_RECORD_MAX_BYTES ||
		    (*records && r->type != FX_REC_LOST && r->seq != seq))
			return 0;
		seq = r->seq + 1;
		tail += r->size;
		(*records)++;
	}
	return tail == head ? head : 0;
}

static void lying_tail(void)
{
	static const uint64_t lies[] = { 1, 3, 1ull << 63, ~0ull, ~7ull, 1ull << 40 };
	uint64_t records, tail, head, i;

	CHECK(ioctl(fd, FX_IOC_START) == 0);
	others_call(2000);
	tail = consumer->tail;
	head = walk(tail, &records);
	CHECK(head && records >= 2000);
	for (i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		consumer->tail = lies[i];
		consumer->seq = lies[i];
		/* Not so many that the child is held: we are who should let it go. */
		others_call(1000);
		CHECK(walk(tail, &records));
		CHECK(producer->head - tail <= info.ring_bytes);
	}
	/* Honest again, then backwards. */
	consumer->tail = head;
	others_call(100);
	consumer->tail = tail;
	others_call(100);
	CHECK(walk(head, &records));
	consumer->tail = producer->head;
	CHECK(ioctl(fd, FX_IOC_WAKE) == 0);
}

/* A child that makes calls for as long as it lives. */
static pid_t flood(void)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	close(fd);
	setsid();
	for (;;)
		syscall(SYS_getppid);
}

/* The page changes under the producer's eyes all the time. */
static void garbage_page(double seconds, uint64_t seed)
{
	uint64_t before = producer->head, records;
	pid_t pid = flood();
	time_t end = time(NULL) + seconds;
	long i, n = 0;

	while (time(NULL) < end) {
		for (i = 0; i < 1000; i++, n++) {
			uint64_t r = random_next(&seed);

			/* Garbage, or something that could be. */
			consumer->tail = r % 3 ? r : producer->head - (r >> 8) % info.ring_bytes;
			consumer->seq = r % 5 ? r : producer->seq - (r >> 8) % 1000;
		}
		if (n % 100000 == 0)
			ioctl(fd, FX_IOC_WAKE);
		usleep(1000);
	}
	kill(pid, SIGKILL);
	CHECK(waitpid(pid, NULL, 0) == pid);
	printf("hostile: %ld times garbage for a position, %lu bytes written\n", n,
	       (unsigned long)(producer->head - before));
	CHECK(producer->head > before);
	/* An honest one again. */
	before = consumer->tail = producer->head;
	consumer->seq = producer->seq;
	ioctl(fd, FX_IOC_WAKE);
	others_call(1000);
	CHECK(walk(before, &records) && records >= 1000);
	consumer->tail = producer->head;
}

static void garbage_ioctls(long n, uint64_t seed)
{
	static unsigned char buffer[4096];
	long i, fine = 0;

	for (i = 0; i < n; i++) {
		uint64_t r = random_next(&seed), command, arg;

		command = r % 4 == 0   ? (uint64_t)FX_IOC_INFO ^ (r >> 8 & 0xff)
			  : r % 4 == 1 ? _IOC(r >> 8 & 3, 'F', r >> 16 & 7, r >> 24 & 0xfff)
				       : r >> 8;
		/* Start and stop as such are no garbage, and cost a grace period. */
		if ((uint32_t)command == FX_IOC_START || (uint32_t)command == FX_IOC_STOP)
			continue;
		arg = r >> 60 & 1 ? (uint64_t)buffer : random_next(&seed);
		if (ioctl(fd, command, arg) == 0)
			fine++;
	}
	printf("hostile: %ld ioctls, %ld of them fine\n", n, fine);
	CHECK(ioctl(fd, FX_IOC_INFO, &info) == 0);
}

int main(int argc, char **argv)
{
	uint32_t version = FX_ABI_VERSION;
	struct pollfd p = { .events = POLLIN };
	char c;

	fd = open("/dev/forensix", O_RDWR);
	if (fd < 0) {
		perror("/dev/forensix");
		return 1;
	}
	before_version();
	CHECK(ioctl(fd, FX_IOC_VERSION, &version) == 0);
	CHECK(ioctl(fd, FX_IOC_INFO, &info) == 0);
	CHECK(ioctl(fd, FX_IOC_INFO, (void *)8) == -1 && errno == EFAULT);
	CHECK(ioctl(fd, _IO('F', 99)) == -1 && errno == ENOTTY);
	CHECK(read(fd, &c, 1) == -1);
	CHECK(write(fd, "x", 1) == -1);
	CHECK(lseek(fd, 0, SEEK_SET) == -1);
	mappings();
	inherited();
	odd_mappings(20000, 4711);
	detours();
	lying_tail();
	garbage_page(2, 12345);
	stop();
	keys();
	/* Where the sealer's position counts, too. */
	lying_tail();
	garbage_page(2, 54321);
	garbage_ioctls(argc > 1 ? atol(argv[1]) : 100000,
		       argc > 2 ? strtoull(argv[2], NULL, 0) : 42);
	p.fd = fd;
	others_call(10);
	CHECK(poll(&p, 1, 1000) == 1);
	stop();
	printf("hostile: %d passed, %d failed\n", passed, failed);
	return failed != 0;
}
