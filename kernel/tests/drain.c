// SPDX-License-Identifier: GPL-2.0
/*
 * drain: the smallest reader there can be, to test the module without Java.
 *
 *	drain [-q] [-s] [-k] [-w MS] [-m MADE] [COMMAND...]
 *
 * Starts recording, runs COMMAND (or waits for SIGTERM), stops, and prints a
 * line for each record: type, CPU, sequence, tid, call, result, items. -q prints
 * only the sums; -s does not drain before the command has ended; -k has what is
 * recorded sealed, by a key that nobody keeps, and checks that every ring has its
 * first and its last seal; -w is slow: so
 * long it sleeps each time; -m compares the calls with what a file says was made
 * (tally.h). Exit code 1 when a record is wrong (reader.h), or not all that was
 * made is there, or the command failed.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <signal.h>
#include <time.h>
#include <sys/wait.h>

#include "reader.h"
#include "tally.h"

static struct reader reader;
static unsigned long count[32], no_memory, first_seals, last_seals;
static int quiet, slow_ms, sealed;
static volatile sig_atomic_t ended;

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static void on_signal(int s)
{
	ended = s;
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

static void take(const struct fx_record *r)
{
	count[r->type & 31]++;
	tally_record(r);
	if (r->type == FX_REC_CALL)
		no_memory += !!(((const struct fx_call *)r)->flags & FX_CALL_NO_MEMORY);
	if (r->type == FX_REC_SEAL) {
		first_seals += !!(((const struct fx_seal *)r)->flags & FX_SEAL_FIRST);
		last_seals += !!(((const struct fx_seal *)r)->flags & FX_SEAL_FINAL);
	}
	if (!quiet)
		show(r);
}

static int drain(struct ring *ring)
{
	struct batch batch = batch_begin(ring);
	const struct fx_record *r;
	int n;

	for (n = 0; (r = batch_next(&reader, &batch)); n++)
		take(r);
	batch_end(&reader, &batch);
	return n;
}

static int drain_all(void)
{
	uint32_t i;
	int n = 0;

	for (i = 0; i < reader.info.cpus; i++)
		n += drain(&reader.rings[i]);
	return n;
}

static int run(char **command, int at_end)
{
	struct pollfd p = { .fd = reader.fd, .events = POLLIN };
	pid_t pid = command[0] ? fork() : 0;
	int status = 0;

	if (command[0] && !pid) {
		execvp(command[0], command);
		perror(command[0]);
		_exit(127);
	}
	while (!ended) {
		if (!at_end && poll(&p, 1, pid ? 50 : -1) > 0)
			drain_all();
		if (slow_ms)
			usleep(slow_ms * 1000);
		if (pid && waitpid(pid, &status, at_end ? 0 : WNOHANG) == pid)
			return status;
	}
	return 0;
}

int main(int argc, char **argv)
{
	const char *made = NULL;
	int option, failed, at_end = 0;
	double began, took;

	while ((option = getopt(argc, argv, "+qskw:m:")) != -1) {
		if (option == 'q')
			quiet = 1;
		else if (option == 's')
			at_end = 1;
		else if (option == 'k')
			sealed = 1;
		else if (option == 'w')
			slow_ms = atoi(optarg);
		else if (option == 'm')
			made = optarg;
		else
			return 2;
	}
	signal(SIGTERM, on_signal);
	signal(SIGINT, on_signal);
	reader_open(&reader);
	if (sealed)
		reader_seal(&reader);
	if (ioctl(reader.fd, FX_IOC_START))
		die("FX_IOC_START");
	began = now();
	failed = run(argv + optind, at_end);
	while (ioctl(reader.fd, FX_IOC_STOP)) {
		if (errno != EAGAIN)
			die("FX_IOC_STOP");
		drain_all();
		usleep(1000);
	}
	took = now() - began;
	while (drain_all())
		;
	printf("drain: calls %lu enters %lu data %lu lost-records %lu lost %lu forks %lu execs %lu "
	       "exits %lu tasks %lu signals %lu marks %lu no-memory %lu wrong %lu\n",
	       count[1], count[2], count[3], count[4], reader.lost, count[5], count[6], count[7],
	       count[8], count[9], count[10], no_memory, reader.wrong);
	printf("took: %.0f ns\n", took);
	if (sealed) {
		/* Each has a first and a last one, and there may be less of them than numbers. */
		printf("seals: %lu first %lu last %lu\n", count[FX_REC_SEAL], first_seals,
		       last_seals);
		if (!first_seals || first_seals != last_seals)
			return 1;
	}
	return reader.wrong || failed || (made && tally_check(made));
}
