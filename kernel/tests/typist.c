// SPDX-License-Identifier: GPL-2.0
/*
 * typist [-s ROWSxCOLUMNS] [-o FILE] KEYS COMMAND...: runs a command on a
 * terminal of its own, and types at it as a person would: a key after the
 * other, when it is asked to.
 *
 * KEYS is a file of lines: what must have been shown since the line before, a
 * tab, what is typed then, with \e, \r, \t, \\ and octal numbers as in C. A
 * line that waits for nothing is typed when nothing was shown for a while.
 * -o: all that was shown goes there, once it is over.
 *
 * Says, a line each, in ns since 1970:
 *
 *	began PID TIME
 *	typed LINE TIME		the last key of that line
 *	ended STATUS TIME
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SHOWN_MAX_BYTES (4 << 20)
#define SAID_MAX_BYTES (64 << 10)
#define KEYS_MAX_BYTES (64 << 10)
#define PATIENCE_MS 90000
#define QUIET_MS 400
#define THOUGHT_MS 250
#define KEY_MIN_MS 12
#define KEY_MORE_MS 40

static char shown[SHOWN_MAX_BYTES], said[SAID_MAX_BYTES];
static size_t shown_bytes, seen_bytes, said_bytes;
static int master, over;
/* When the last key was, ns. */
static long long pressed_at;

static void fail(const char *what)
{
	fprintf(stderr, "typist: %s: %s\n", what, strerror(errno));
	exit(1);
}

static long long now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* Kept until the end: no call of ours between two keys but those of the terminal. */
static void say(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	said_bytes += vsnprintf(said + said_bytes, sizeof(said) - said_bytes, format, args);
	va_end(args);
	if (said_bytes >= sizeof(said)) {
		errno = ENOBUFS;
		fail("too much to say");
	}
}

/* Reads what is shown; waits for it so long at most. Returns whether there was any. */
static int look(int ms)
{
	struct pollfd poller = { .fd = master, .events = POLLIN };
	ssize_t got;

	if (over)
		return 0;
	if (poll(&poller, 1, ms) <= 0)
		return 0;
	if (shown_bytes == sizeof(shown)) {
		errno = ENOBUFS;
		fail("too much is shown");
	}
	got = read(master, shown + shown_bytes, sizeof(shown) - shown_bytes);
	if (got <= 0) {
		over = 1;
		return 0;
	}
	shown_bytes += got;
	return 1;
}

static void look_for_ms(int ms)
{
	long long end = now(CLOCK_MONOTONIC) + ms * 1000000LL;
	int left;

	while (!over && (left = (end - now(CLOCK_MONOTONIC)) / 1000000) > 0)
		look(left);
}

static void await(const char *text, size_t bytes)
{
	long long end = now(CLOCK_MONOTONIC) + PATIENCE_MS * 1000000LL;
	char *found;

	if (!bytes) {
		while (look(QUIET_MS))
			;
		return;
	}
	while (!(found = memmem(shown + seen_bytes, shown_bytes - seen_bytes, text, bytes))) {
		if (over || now(CLOCK_MONOTONIC) > end) {
			fprintf(stderr, "typist: '%.*s' was not shown, but:\n%.*s\n", (int)bytes,
				text, (int)(shown_bytes - seen_bytes), shown + seen_bytes);
			exit(1);
		}
		look(QUIET_MS);
	}
	seen_bytes = found + bytes - shown;
}

/* One key, which may be several bytes: those of an escape sequence, or of a character. */
static void press(const char *bytes, size_t count)
{
	static unsigned int seed = 7;

	/* The same pauses each time. */
	seed = seed * 1103515245 + 12345;
	look_for_ms(KEY_MIN_MS + (seed >> 16) % KEY_MORE_MS);
	/* Before: whoever waits for the key may be on the CPU first when the write is over. */
	pressed_at = now(CLOCK_REALTIME);
	if (!over && write(master, bytes, count) != (ssize_t)count)
		fail("cannot type");
}

static char escaped(const char **at)
{
	char c = *(*at)++;

	switch (c) {
	case 'e':
		return 033;
	case 'r':
		return '\r';
	case 't':
		return '\t';
	case '0' ... '3':
		c = (c - '0') << 6 | ((*at)[0] - '0') << 3 | ((*at)[1] - '0');
		*at += 2;
	}
	return c;
}

static void type(const char *at)
{
	while (*at && !over) {
		char bytes[8];
		size_t count = 0;

		bytes[count++] = *at++ == '\\' ? escaped(&at) : at[-1];
		/* An arrow. */
		if (bytes[0] == 033 && (*at == '[' || *at == 'O'))
			while (count < 3 && *at)
				bytes[count++] = *at++;
		while ((*at & 0xc0) == 0x80 && count < sizeof(bytes))
			bytes[count++] = *at++;
		press(bytes, count);
	}
}

static void type_all(char *lines)
{
	char *line, *tab;
	int number = 0;

	while ((line = strsep(&lines, "\n"))) {
		number++;
		tab = strchr(line, '\t');
		if (!tab)
			continue;
		await(line, tab - line);
		look_for_ms(THOUGHT_MS);
		type(tab + 1);
		say("typed %d %lld\n", number, pressed_at);
	}
}

static char *contents(const char *path)
{
	char *text = calloc(1, KEYS_MAX_BYTES);
	FILE *file = fopen(path, "r");

	if (!file || !text || !fread(text, 1, KEYS_MAX_BYTES - 1, file))
		fail(path);
	fclose(file);
	return text;
}

static void keep(const char *path)
{
	FILE *file = fopen(path, "w");

	if (!file || fwrite(shown, 1, shown_bytes, file) != shown_bytes || fclose(file))
		fail(path);
}

int main(int argc, char **argv)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	const char *out = NULL;
	int option, status;
	char *lines;
	pid_t child;

	while ((option = getopt(argc, argv, "+s:o:")) != -1) {
		if (option == 'o')
			out = optarg;
		else if (option != 's' ||
			 sscanf(optarg, "%hux%hu", &size.ws_row, &size.ws_col) != 2)
			return 2;
	}
	if (argc - optind < 2) {
		fprintf(stderr, "usage: typist [-s ROWSxCOLUMNS] [-o FILE] KEYS COMMAND...\n");
		return 2;
	}
	lines = contents(argv[optind]);
	child = forkpty(&master, NULL, NULL, &size);
	if (child < 0)
		fail("forkpty");
	if (!child) {
		execvp(argv[optind + 1], argv + optind + 1);
		fail(argv[optind + 1]);
	}
	say("began %d %lld\n", child, now(CLOCK_REALTIME));
	type_all(lines);
	while (!over)
		look(-1);
	if (waitpid(child, &status, 0) != child)
		fail("waitpid");
	say("ended %d %lld\n", WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
	    now(CLOCK_REALTIME));
	if (out)
		keep(out);
	fputs(said, stdout);
	return 0;
}
