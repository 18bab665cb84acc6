// SPDX-License-Identifier: GPL-2.0
/*
 * Runs families of calls, each in a process, and writes what each expects:
 *
 *	calls [--straced] OUT SCRATCH [FAMILY]...
 *
 * OUT/FAMILY.expected holds the process, the calls that the family tests, and a
 * line for each call it made, "?" where it does not know the line. The families
 * work in SCRATCH, a tmpfs. --straced leaves out those of whose calls strace does
 * not know the names. "calls --list" prints who tests what.
 */
#include <sys/mman.h>
#include <sys/wait.h>
#include "calls.h"

#define FX_LINES_MAX_BYTES (1 << 20)
#define FX_OUT_FD 200
/* Also under a kernel that checks all it does. */
#define FX_FAMILY_MAX_S 120

extern const struct fx_family *const __start_families[], *const __stop_families[];

static char lines[FX_LINES_MAX_BYTES];
static size_t used;

int fx_pid;

const char *text(const char *format, ...)
{
	static char buffers[8][1024];
	static int next;
	char *to = buffers[next++ % 8];
	va_list args;

	va_start(args, format);
	vsnprintf(to, sizeof(buffers[0]), format, args);
	va_end(args);
	return to;
}

static void add(const char *line, const char *result, long ret)
{
	size_t room = sizeof(lines) - used;
	int n;

	if (!line)
		n = snprintf(lines + used, room, "?\n");
	else if (result)
		n = snprintf(lines + used, room, "%s = %s\n", line, result);
	else if (ret < 0 && ret >= -4095)
		n = snprintf(lines + used, room, "%s = -1 %s (%s)\n", line, strerrorname_np(-ret),
			     strerrordesc_np(-ret));
	else
		n = snprintf(lines + used, room, "%s = %ld\n", line, ret);
	if ((size_t)n >= room)
		abort();
	used += n;
}

long fx_expect(const char *line, const char *result, long nr, long a, long b, long c, long d,
	       long e, long f)
{
	long ret = fx_raw(nr, a, b, c, d, e, f);

	add(line, result, ret);
	return ret;
}

long fx_made(long nr, long a, long b, long c, long d, long e, long f)
{
	return fx_raw(nr, a, b, c, d, e, f);
}

void told(const char *line, long ret)
{
	add(line, NULL, ret);
}

long fx_expect32(const char *line, const char *result, long nr, long a, long b, long c, long d,
		 long e, long f)
{
	long ret;

	/* The sixth argument goes in rbp, which the compiler keeps for itself. */
	__asm__ volatile("push %%rbp\n\tmov %7, %%rbp\n\tint $0x80\n\tpop %%rbp"
			 : "=a"(ret)
			 : "0"(nr), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e), "r"(f)
			 : "memory", "r8", "r9", "r10", "r11");
	ret = (int)ret;
	add(line, result, ret);
	return ret;
}

/* The child must not come back here: it would write over the stack that it shares. */
long fx_vfork(void)
{
	long ret = fx_raw(SYS_vfork, 0, 0, 0, 0, 0, 0);

	if (ret == 0)
		fx_raw(SYS_exit_group, 0, 0, 0, 0, 0, 0);
	add(NULL, NULL, ret);
	return ret;
}

/* A family that hangs is ended, and said. */
static pid_t running;

static void late(int sig)
{
	(void)sig;
	kill(running, SIGKILL);
}

static void run(const struct fx_family *family, const char *out, const char *scratch)
{
	char head[1024];
	int fd, n;

	mkdir(scratch, 0755);
	if (chdir(scratch) || mkdir(family->name, 0755) || chdir(family->name))
		perror(scratch);
	fd = open(text("%s/%s.expected", out, family->name), O_WRONLY | O_CREAT | O_TRUNC, 0644);
	if (fd < 0 || dup3(fd, FX_OUT_FD, O_CLOEXEC) < 0)
		perror(out);
	close(fd);
	mmap((void *)FX_PAGES, 3 * FX_PAGE, PROT_READ | PROT_WRITE,
	     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	munmap((void *)(FX_PAGES + 2 * FX_PAGE), FX_PAGE);
	umask(022);
	fx_pid = getpid();
	n = snprintf(head, sizeof(head), "%d %s\n", fx_pid, family->calls);
	fx_raw(SYS_access, (long)FX_CALLS_BEGIN, F_OK, 0, 0, 0, 0);
	family->run();
	fx_raw(SYS_access, (long)FX_CALLS_END, F_OK, 0, 0, 0, 0);
	if (write(FX_OUT_FD, head, n) != n || write(FX_OUT_FD, lines, used) != (ssize_t)used)
		_exit(1);
	_exit(0);
}

static int wanted(const struct fx_family *family, char **names)
{
	char **name;

	for (name = names; *name; name++)
		if (!strcmp(*name, family->name))
			return 1;
	return !*names;
}

int main(int argc, char **argv)
{
	const struct fx_family *const *family;
	/* wait(2) goes on. */
	struct sigaction on_alarm = { .sa_handler = late, .sa_flags = SA_RESTART };
	int status, straced, bad = 0;

	if (argc == 2 && !strcmp(argv[1], "--list")) {
		for (family = __start_families; family < __stop_families; family++)
			printf("%s %s\n", (*family)->name, (*family)->calls);
		return 0;
	}
	straced = argc > 1 && !strcmp(argv[1], "--straced");
	argc -= straced;
	argv += straced;
	if (argc < 3) {
		fprintf(stderr, "usage: calls [--straced] OUT SCRATCH [FAMILY]... | --list\n");
		return 2;
	}
	sigaction(SIGALRM, &on_alarm, NULL);
	for (family = __start_families; family < __stop_families; family++) {
		if (!wanted(*family, argv + 3) || (straced && (*family)->unknown))
			continue;
		running = fork();
		if (running == 0)
			run(*family, argv[1], argv[2]);
		alarm(FX_FAMILY_MAX_S);
		if (wait(&status) < 0 || status) {
			fprintf(stderr, "%s ended with status %#x\n", (*family)->name, status);
			bad = 1;
		}
	}
	return bad;
}
