// SPDX-License-Identifier: GPL-2.0
/*
 * drain: the smallest reader there can be, to test the module without Java.
 *
 *	drain [-q] [-s] [COMMAND...]
 *
 * Starts recording, runs COMMAND (or waits for SIGTERM), stops, and prints a
 * line for each record: type, CPU, sequence, tid, call, result, items. -q prints
 * only the sums; -s does not drain before the command has ended. Every record's
 * size, alignment and sequence is checked: exit code 1 when one is wrong.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../include/uapi/forensix.h"

#define CPUS_MAX 64

struct ring {
	struct fx_producer *producer;
	struct fx_consumer *consumer;
	unsigned char *data;
	uint64_t seq;
	int started;
};

static struct ring rings[CPUS_MAX];
static struct fx_info info;
static unsigned long count[16], lost, wrong;
static int quiet, fd;
static volatile sig_atomic_t ended;

static void on_signal(int s)
{
	ended = s;
}

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void open_rings(void)
{
	uint32_t version = FX_ABI_VERSION, i;
	size_t bytes;

	fd = open("/dev/forensix", O_RDWR | O_CLOEXEC);
	if (fd < 0)
		die("/dev/forensix");
	if (ioctl(fd, FX_IOC_VERSION, &version))
		die("FX_IOC_VERSION");
	if (ioctl(fd, FX_IOC_INFO, &info))
		die("FX_IOC_INFO");
	bytes = FX_PAGE_BYTES + 2 * info.ring_bytes;
	for (i = 0; i < info.cpus && i < CPUS_MAX; i++) {
		unsigned char *p = mmap(NULL, bytes, PROT_READ, MAP_SHARED, fd,
					FX_MMAP_PRODUCER + i * FX_MMAP_STRIDE);

		rings[i].consumer = mmap(NULL, FX_PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED,
					 fd, FX_MMAP_CONSUMER + i * FX_MMAP_STRIDE);
		if (p == MAP_FAILED || rings[i].consumer == MAP_FAILED)
			die("mmap");
		rings[i].producer = (void *)p;
		rings[i].data = p + FX_PAGE_BYTES;
	}
}

static void show_items(const unsigned char *p, const unsigned char *end, int n)
{
	while (n-- && p + sizeof(struct fx_item) <= end) {
		const struct fx_item *item = (const void *)p;
		unsigned int i;

		printf(" {kind %u arg %u flags %u size %u full %llu", item->kind, item->arg,
		       item->flags, item->size, (unsigned long long)item->full);
		if (item->kind == FX_ITEM_CSTR || item->kind == FX_ITEM_BYTES ||
		    item->kind == FX_ITEM_STRV || item->kind == FX_ITEM_GATHER) {
			printf(" \"");
			for (i = 0; i < item->size && i < 40; i++) {
				unsigned char c = p[sizeof(*item) + i];

				putchar(c >= ' ' && c < 127 ? c : '.');
			}
			printf("\"");
		}
		printf("}");
		p += sizeof(*item) + (item->size + 7) / 8 * 8;
	}
}

static void show(const struct fx_record *r)
{
	const unsigned char *end = (const unsigned char *)r + r->size;

	printf("%u cpu %u seq %llu t %llu %u/%u", r->type, r->cpu, (unsigned long long)r->seq,
	       (unsigned long long)r->time, r->tgid, r->tid);
	if (r->type == FX_REC_CALL || r->type == FX_REC_ENTER) {
		const struct fx_call *c = (const void *)r;

		printf(" nr %u abi %u flags %u ret %lld took %lld args %llx %llx %llx", c->nr,
		       c->abi, c->flags, (long long)c->ret, (long long)(c->left - c->entered),
		       (unsigned long long)c->args[0], (unsigned long long)c->args[1],
		       (unsigned long long)c->args[2]);
		show_items((const void *)(c + 1), end, c->items);
	} else if (r->type == FX_REC_DATA) {
		const struct fx_data *d = (const void *)r;

		printf(" offset %llu size %u flags %u full %llu", (unsigned long long)d->offset,
		       d->item.size, d->item.flags, (unsigned long long)d->item.full);
	} else if (r->type == FX_REC_EXEC) {
		const struct fx_exec *e = (const void *)r;

		printf(" %.16s", e->comm);
		show_items((const void *)(e + 1), end, e->items);
	} else if (r->type == FX_REC_EXIT) {
		const struct fx_exit *e = (const void *)r;

		printf(" code %x live %u %.16s", e->code, e->live, e->comm);
	} else if (r->type == FX_REC_FORK) {
		const struct fx_fork *f = (const void *)r;

		printf(" child %u/%u", f->child_tgid, f->child_tid);
	} else if (r->type == FX_REC_SIGNAL) {
		const struct fx_signal *s = (const void *)r;

		printf(" signal %u code %d from %u", s->signo, s->code, s->sender_tgid);
	} else if (r->type == FX_REC_TASK) {
		const struct fx_task_state *s = (const void *)r;

		printf(" %.16s parent %u", s->comm, s->parent_tgid);
		show_items((const void *)(s + 1), end, s->items);
	} else if (r->type == FX_REC_MARK) {
		printf(" mark %u", ((const struct fx_mark *)r)->kind);
	}
	printf("\n");
}

static void take(struct ring *ring, const struct fx_record *r)
{
	count[r->type & 15]++;
	if (r->type == FX_REC_LOST) {
		lost += ((const struct fx_lost *)r)->count;
		ring->seq += ((const struct fx_lost *)r)->count;
	}
	if (ring->started && r->seq != ring->seq) {
		printf("wrong: cpu %u seq %llu, expected %llu\n", r->cpu,
		       (unsigned long long)r->seq, (unsigned long long)ring->seq);
		wrong++;
	}
	ring->started = 1;
	ring->seq = r->seq + 1;
	if (!quiet)
		show(r);
}

static int drain(struct ring *ring)
{
	uint64_t head = __atomic_load_n(&ring->producer->head, __ATOMIC_ACQUIRE);
	uint64_t tail = ring->consumer->tail;
	int n = 0;

	while (tail < head) {
		const struct fx_record *r = (const void *)(ring->data + tail % info.ring_bytes);

		if (r->size < sizeof(*r) || r->size > FX_RECORD_MAX_BYTES || r->size % 8) {
			printf("wrong: size %u at %llu\n", r->size, (unsigned long long)tail);
			exit(1);
		}
		take(ring, r);
		tail += r->size;
		n++;
	}
	ring->consumer->seq = ring->seq;
	__atomic_store_n(&ring->consumer->tail, tail, __ATOMIC_RELEASE);
	__sync_synchronize();
	if (n && ring->producer->held)
		ioctl(fd, FX_IOC_WAKE);
	return n;
}

static int drain_all(void)
{
	uint32_t i;
	int n = 0;

	for (i = 0; i < info.cpus; i++)
		n += drain(&rings[i]);
	return n;
}

static void run(char **command, int at_end)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	pid_t pid = command[0] ? fork() : 0;
	int status;

	if (command[0] && !pid) {
		execvp(command[0], command);
		perror(command[0]);
		_exit(127);
	}
	while (!ended) {
		if (!at_end && poll(&p, 1, pid ? 50 : -1) > 0)
			drain_all();
		if (pid && waitpid(pid, &status, at_end ? 0 : WNOHANG) == pid)
			break;
	}
}

int main(int argc, char **argv)
{
	int option, at_end = 0;

	while ((option = getopt(argc, argv, "+qs")) != -1) {
		if (option == 'q')
			quiet = 1;
		else if (option == 's')
			at_end = 1;
		else
			return 2;
	}
	signal(SIGTERM, on_signal);
	signal(SIGINT, on_signal);
	open_rings();
	if (ioctl(fd, FX_IOC_START))
		die("FX_IOC_START");
	run(argv + optind, at_end);
	while (ioctl(fd, FX_IOC_STOP)) {
		if (errno != EAGAIN)
			die("FX_IOC_STOP");
		drain_all();
		usleep(1000);
	}
	while (drain_all())
		;
	printf("drain: calls %lu enters %lu data %lu lost-records %lu lost %lu forks %lu execs %lu "
	       "exits %lu tasks %lu signals %lu marks %lu wrong %lu\n",
	       count[1], count[2], count[3], count[4], lost, count[5], count[6], count[7], count[8],
	       count[9], count[10], wrong);
	return wrong != 0;
}
