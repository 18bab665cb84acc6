// SPDX-License-Identifier: GPL-2.0
/*
 * work: the workloads of forensix bench, each for a time.
 *
 *	work NAME SECONDS PROCESSES SEED	in the current directory, for its files; each
 *process does its work once at least
 *	work run SECONDS COMMAND...		runs COMMAND again and again, once at least
 *	work pace PID ON_MS PERIOD_MS		lets a process run ON_MS of each PERIOD_MS, until
 *						SIGTERM
 *	work cpu PID...				prints how many ns these have used CPUs, together
 *	work rest SECONDS PID...		waits until these use less than an eighth of a CPU;
 *						exit code 1 when they do not within SECONDS
 *	work threads PID...			the same of each of their threads: TID NS NAME
 *
 * The first two print what each process made (tally.h), and "work OPERATIONS SECONDS": what an
 * operation is stands beside each below. Where the module is loaded they say what it counted when
 * they began and when they were done, lines of /proc/auditinfo after "before" and "after", and as
 * one more of these how long its reader has used CPUs, "reader_cpu_ms". Exit code 1 when a call
 * failed.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PROCESSES_MAX 64
#define CALLS_MAX 4
#define FILES 16
#define FILE_BYTES (1 << 20)
#define BIG_BYTES 65536
/* Who uses less than this part of a CPU over so long a time rests. */
#define REST_PART 8
#define REST_LOOK_US 200000

/* What one process made: so many calls of some numbers. */
struct made {
	pid_t tid;
	unsigned long operations;
	int nr[CALLS_MAX];
	unsigned long count[CALLS_MAX];
};

static struct made *made;
static double end;
static unsigned long seed;
static char buffer[BIG_BYTES];
static volatile sig_atomic_t ended;

/* The vDSO: no call. */
static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec * 1e-9;
}

static void need(int ok, const char *what)
{
	if (!ok)
		err(1, "%s", what);
}

/* xorshift: the same numbers for the same seed, wherever. */
static unsigned long next_random(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

static void count(struct made *m, int nr, unsigned long n)
{
	int i = 0;

	while (i < CALLS_MAX - 1 && m->count[i] && m->nr[i] != nr)
		i++;
	m->nr[i] = nr;
	m->count[i] += n;
}

/* A byte written and a byte read, of devices that do nothing. */
static void rw1(struct made *m)
{
	int null = open("/dev/null", O_WRONLY), zero = open("/dev/zero", O_RDONLY);

	need(null >= 0 && zero >= 0, "open");
	do {
		need(write(null, buffer, 1) == 1 && read(zero, buffer, 1) == 1, "rw1");
		m->operations++;
	} while (now() < end);
	count(m, SYS_write, m->operations);
	count(m, SYS_read, m->operations);
}

/* A call that does nothing. */
static void null_call(struct made *m)
{
	do {
		need(syscall(SYS_getppid) > 0, "null");
		m->operations++;
	} while (now() < end);
	count(m, SYS_getppid, m->operations);
}

static void read_1(struct made *m)
{
	int zero = open("/dev/zero", O_RDONLY);

	need(zero >= 0, "open");
	do {
		need(read(zero, buffer, 1) == 1, "read1");
		m->operations++;
	} while (now() < end);
	count(m, SYS_read, m->operations);
}

static void write_1(struct made *m)
{
	int null = open("/dev/null", O_WRONLY);

	need(null >= 0, "open");
	do {
		need(write(null, buffer, 1) == 1, "write1");
		m->operations++;
	} while (now() < end);
	count(m, SYS_write, m->operations);
}

/* A write somewhere into a file. */
static void write_file(struct made *m, size_t bytes)
{
	char name[] = "file.XXXXXX";
	int fd = mkstemp(name);

	need(fd >= 0, "mkstemp");
	do {
		off_t at = next_random() % (FILE_BYTES / bytes) * bytes;

		need(pwrite(fd, buffer, bytes, at) == (ssize_t)bytes, "pwrite");
		m->operations++;
	} while (now() < end);
	count(m, SYS_pwrite64, m->operations);
	unlink(name);
}

static void write_4k(struct made *m)
{
	write_file(m, 4096);
}

static void write_64k(struct made *m)
{
	write_file(m, BIG_BYTES);
}

/* A file opened, one of some, and closed. */
static void open_close(struct made *m)
{
	char name[FILES][16];
	int i, fd;

	for (i = 0; i < FILES; i++) {
		snprintf(name[i], sizeof(name[i]), "open.%d", i);
		fd = open(name[i], O_RDONLY | O_CREAT, 0600);
		need(fd >= 0 && close(fd) == 0, name[i]);
	}
	do {
		fd = open(name[next_random() % FILES], O_RDONLY);
		need(fd >= 0 && close(fd) == 0, "open");
		m->operations++;
	} while (now() < end);
	count(m, SYS_openat, m->operations + FILES);
	count(m, SYS_close, m->operations + FILES);
}

/* A process made, that becomes a program, and ends. */
static void fork_exec(struct made *m)
{
	do {
		pid_t pid = fork();
		int status;

		need(pid >= 0, "fork");
		if (!pid) {
			execl("/proc/self/exe", "work", "nothing", NULL);
			_exit(1);
		}
		need(waitpid(pid, &status, 0) == pid && status == 0, "fork");
		m->operations++;
	} while (now() < end);
	count(m, SYS_clone, m->operations);
	count(m, SYS_wait4, m->operations);
}

/* A byte to another process, and one back. */
static void ping_pong(struct made *m)
{
	int there[2], back[2], status;
	char c = 'x';
	pid_t pid;

	need(pipe(there) == 0 && pipe(back) == 0, "pipe");
	pid = fork();
	need(pid >= 0, "fork");
	if (!pid) {
		close(there[1]);
		while (read(there[0], &c, 1) == 1)
			need(write(back[1], &c, 1) == 1, "pong");
		_exit(0);
	}
	do {
		need(write(there[1], &c, 1) == 1 && read(back[0], &c, 1) == 1, "ping");
		m->operations++;
	} while (now() < end);
	close(there[1]);
	need(waitpid(pid, &status, 0) == pid && status == 0, "pong");
	count(m, SYS_write, m->operations);
	count(m, SYS_read, m->operations);
	/* The other one's last read finds the end. */
	m[PROCESSES_MAX].tid = pid;
	count(&m[PROCESSES_MAX], SYS_write, m->operations);
	count(&m[PROCESSES_MAX], SYS_read, m->operations + 1);
}

/* A look at the module; shown later, since to show it takes time. */
struct look {
	char text[8192];
	unsigned long long cpu_ms;
};

static size_t read_text(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY);
	ssize_t n, have = 0;

	if (fd >= 0) {
		while ((n = read(fd, text + have, size - 1 - have)) > 0)
			have += n;
		close(fd);
	}
	text[have] = 0;
	return have;
}

static void look(struct look *l)
{
	char path[32], stat[1024], *reader, *at;
	unsigned long user, system;

	l->cpu_ms = 0;
	if (!read_text("/proc/auditinfo", l->text, sizeof(l->text)))
		return;
	reader = strstr(l->text, "\nreader ");
	snprintf(path, sizeof(path), "/proc/%d/stat", reader ? atoi(reader + 8) : 0);
	read_text(path, stat, sizeof(stat));
	/* The name in parentheses may hold anything; the 12th and 13th behind it are times. */
	at = strrchr(stat, ')');
	if (at && sscanf(at + 2, "%*c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %lu %lu", &user,
			 &system) == 2)
		l->cpu_ms = (user + system) * 1000ull / sysconf(_SC_CLK_TCK);
}

static void show(const char *when, struct look *l)
{
	char *line, *rest = l->text, name[64];
	unsigned long long value;

	if (!*l->text)
		return;
	while ((line = strsep(&rest, "\n")))
		if (sscanf(line, "%63s %llu", name, &value) == 2 &&
		    !strchr(strchr(line, ' ') + 1, ' '))
			printf("%s %s %llu\n", when, name, value);
	printf("%s reader_cpu_ms %llu\n", when, l->cpu_ms);
}

static struct look before, after;

static void conclude(unsigned long operations, double seconds)
{
	show("before", &before);
	show("after", &after);
	printf("work %lu %.6f\n", operations, seconds);
}

static const struct workload {
	const char *name;
	void (*run)(struct made *m);
} workloads[] = {
	{ "rw1", rw1 },		{ "write4k", write_4k }, { "write64k", write_64k },
	{ "open", open_close }, { "fork", fork_exec },	 { "pipe", ping_pong },
	{ "null", null_call },	{ "read1", read_1 },	 { "write1", write_1 },
};

#define WORKLOADS (sizeof(workloads) / sizeof(workloads[0]))

/* All at once; the time is until the last one is done. */
static int work(const struct workload *w, double seconds, int processes)
{
	unsigned long operations = 0;
	int i, k, status, bad = 0;
	double begin;

	look(&before);
	begin = now();
	end = begin + seconds;
	for (i = 0; i < processes; i++) {
		pid_t pid = fork();

		need(pid >= 0, "fork");
		if (!pid) {
			seed += i + 1;
			made[i].tid = getpid();
			w->run(&made[i]);
			_exit(0);
		}
	}
	while (wait(&status) > 0)
		bad |= status;
	seconds = now() - begin;
	look(&after);
	for (i = 0; i < 2 * PROCESSES_MAX; i++) {
		operations += made[i].operations;
		for (k = 0; k < CALLS_MAX && made[i].count[k]; k++)
			printf("made %d %d %lu\n", made[i].tid, made[i].nr[k], made[i].count[k]);
	}
	conclude(operations, seconds);
	return bad != 0;
}

static int run(double seconds, char **command)
{
	unsigned long n = 0;
	double begin;
	int status;

	look(&before);
	begin = now();
	do {
		pid_t pid = fork();

		need(pid >= 0, "fork");
		if (!pid) {
			/* Standard output has our lines only. */
			dup2(STDERR_FILENO, STDOUT_FILENO);
			execvp(command[0], command);
			err(127, "%s", command[0]);
		}
		need(waitpid(pid, &status, 0) == pid, "waitpid");
		n++;
	} while (status == 0 && now() - begin < seconds);
	seconds = now() - begin;
	look(&after);
	printf("made %d %d %lu\nmade %d %d %lu\n", getpid(), SYS_clone, n, getpid(), SYS_wait4, n);
	conclude(n, seconds);
	return status != 0;
}

static void on_signal(int s)
{
	ended = s;
}

static int pace(pid_t pid, long on_ms, long period_ms)
{
	struct sigaction action = { .sa_handler = on_signal };

	sigaction(SIGTERM, &action, NULL);
	while (!ended && kill(pid, SIGSTOP) == 0) {
		usleep((period_ms - on_ms) * 1000);
		if (kill(pid, SIGCONT))
			break;
		if (!ended)
			usleep(on_ms * 1000);
	}
	return !ended;
}

/* A process that is gone counts nothing: who asks did so while it lived. */
static unsigned long long used_ns(char **pids)
{
	unsigned long long ns = 0;
	struct timespec t;
	clockid_t clock;

	for (; *pids; pids++)
		if (!clock_getcpuclockid(atoi(*pids), &clock) && !clock_gettime(clock, &t))
			ns += t.tv_sec * 1000000000ull + t.tv_nsec;
	return ns;
}

static int cpu(char **pids)
{
	printf("%llu\n", used_ns(pids));
	return 0;
}

static int rest(double seconds, char **pids)
{
	double give_up = now() + seconds, began;
	unsigned long long before;

	do {
		before = used_ns(pids);
		began = now();
		usleep(REST_LOOK_US);
		if ((used_ns(pids) - before) * 1e-9 * REST_PART < now() - began)
			return 0;
	} while (now() < give_up);
	return 1;
}

/* Of threads that are gone the process alone still knows. */
static int threads(char **pids)
{
	char path[64], stat[128], name[64];
	struct dirent *entry;
	DIR *tasks;

	for (; *pids; pids++) {
		snprintf(path, sizeof(path), "/proc/%d/task", atoi(*pids));
		tasks = opendir(path);
		while (tasks && (entry = readdir(tasks))) {
			int tid = atoi(entry->d_name);

			snprintf(path, sizeof(path), "/proc/%d/schedstat", tid);
			if (!tid || !read_text(path, stat, sizeof(stat)))
				continue;
			snprintf(path, sizeof(path), "/proc/%d/comm", tid);
			read_text(path, name, sizeof(name));
			printf("%d %llu %s", tid, strtoull(stat, NULL, 10), name);
		}
		if (tasks)
			closedir(tasks);
	}
	return 0;
}

int main(int argc, char **argv)
{
	unsigned int i;

	if (argc == 2 && !strcmp(argv[1], "nothing"))
		return 0;
	if (argc >= 4 && !strcmp(argv[1], "run"))
		return run(atof(argv[2]), argv + 3);
	if (argc == 5 && !strcmp(argv[1], "pace"))
		return pace(atoi(argv[2]), atol(argv[3]), atol(argv[4]));
	if (argc >= 3 && !strcmp(argv[1], "cpu"))
		return cpu(argv + 2);
	if (argc >= 4 && !strcmp(argv[1], "rest"))
		return rest(atof(argv[2]), argv + 3);
	if (argc >= 3 && !strcmp(argv[1], "threads"))
		return threads(argv + 2);
	for (i = 0; argc == 5 && i < WORKLOADS; i++) {
		int processes = atoi(argv[3]);

		if (strcmp(argv[1], workloads[i].name) || processes < 1 ||
		    processes > PROCESSES_MAX)
			continue;
		seed = strtoul(argv[4], NULL, 0) * 2654435761ul + 1;
		made = mmap(NULL, 2 * PROCESSES_MAX * sizeof(*made), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
		need(made != MAP_FAILED, "mmap");
		for (size_t k = 0; k < sizeof(buffer); k++)
			buffer[k] = next_random();
		return work(&workloads[i], atof(argv[2]), processes);
	}
	errx(2, "usage: work NAME SECONDS PROCESSES SEED | run SECONDS COMMAND... | "
		"pace PID ON_MS PERIOD_MS | cpu PID...");
}
