// SPDX-License-Identifier: GPL-2.0
/*
 * maker: descriptors that calls make otherwise than by returning them, and a process that is there
 * before recording begins.
 *
 *	maker		makes them; says what the fold has to find out, as kinship does
 *	maker race	makes many while another thread overwrites where they are stored, and closes
 *			them: for a kernel that looks for mistakes
 *	maker stay	waits for FILE_GO in the directory where it was started, makes a directory
 *			there by its relative name, and says:
 *
 *	in PID PATH		its working directory
 *	name PATH CAUSE		a name, and how it came to be
 *
 * What this kernel does not have is passed over.
 */
#include "kin.h"
#include <linux/audit.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/io_uring.h>
#include <linux/landlock.h>
#include <linux/perf_event.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/fanotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#define FILE_A "/tmp/maker-a"
#define FILE_B "/tmp/maker-b"
#define FILE_GO "go"
#define MESSAGES 3
#ifndef SO_PEERPIDFD
#define SO_PEERPIDFD 77
#endif

/* One of a new file, without an origin; and it ends. */
static void fresh(int fd, const char *cause)
{
	kin_had(fd, cause, 0, -1);
	close(fd);
	kin_ended(getpid(), fd, "close");
}

/* What a kernel may be without: then there is nothing to say. */
static void maybe(int fd)
{
	if (fd >= 0)
		fresh(fd, "anonymous");
}

static void pairs(void)
{
	int a[2], b[2], c[2];

	/* The fold must not take them from where they are used first: they are not. */
	if (pipe(a) || pipe2(b, O_CLOEXEC) || socketpair(AF_UNIX, SOCK_DGRAM, 0, c))
		kin_fail("pair");
	dprintf(1, "ended %d %d close\n", getpid(), a[0]);
	fresh(a[1], "pipe");
	fresh(b[0], "pipe");
	fresh(b[1], "pipe");
	fresh(c[0], "socketpair");
	fresh(c[1], "socketpair");
	close(a[0]);
}

/* Several messages at once, two descriptors each. */
static void received(void)
{
	static char control[MESSAGES][CMSG_SPACE(2 * sizeof(int))], bytes[MESSAGES];
	struct mmsghdr messages[MESSAGES] = {};
	struct iovec iov[MESSAGES];
	int pair[2], sent[MESSAGES][2], i, k;

	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pair))
		kin_fail("socketpair");
	for (i = 0; i < MESSAGES; i++) {
		struct msghdr *m = &messages[i].msg_hdr;
		struct cmsghdr *c;

		iov[i] = (struct iovec){ &bytes[i], 1 };
		m->msg_iov = &iov[i];
		m->msg_iovlen = 1;
		m->msg_control = control[i];
		m->msg_controllen = sizeof(control[i]);
		c = CMSG_FIRSTHDR(m);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(2 * sizeof(int));
		for (k = 0; k < 2; k++)
			sent[i][k] = kin_open(k ? FILE_A : FILE_B, O_RDONLY);
		memcpy(CMSG_DATA(c), sent[i], sizeof(sent[i]));
	}
	if (sendmmsg(pair[0], messages, MESSAGES, 0) != MESSAGES)
		kin_fail("sendmmsg");
	memset(control, 0, sizeof(control));
	if (recvmmsg(pair[1], messages, MESSAGES, MSG_CMSG_CLOEXEC, NULL) != MESSAGES)
		kin_fail("recvmmsg");
	for (i = 0; i < MESSAGES; i++) {
		int got[2];

		memcpy(got, CMSG_DATA(CMSG_FIRSTHDR(&messages[i].msg_hdr)), sizeof(got));
		for (k = 0; k < 2; k++) {
			kin_had(got[k], "scm_rights", getpid(), sent[i][k]);
			close(got[k]);
			close(sent[i][k]);
		}
	}
	close(pair[0]);
	close(pair[1]);
}

/* The same by the 32-bit convention, whose messages are laid out otherwise. */
static void received_by_ia32(void)
{
	struct {
		uint32_t head[7], iov[2], control[4];
		char byte;
	} *low = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT,
		      -1, 0);
	int pair[2], fd, got, ret;

	if (low == MAP_FAILED || socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		kin_fail("low");
	fd = kin_open(FILE_A, O_RDONLY);
	kin_send(pair[0], fd);
	low->iov[0] = (uintptr_t)&low->byte;
	low->iov[1] = 1;
	low->head[2] = (uintptr_t)low->iov;
	low->head[3] = 1;
	low->head[4] = (uintptr_t)low->control;
	low->head[5] = sizeof(low->control);
	/* recvmsg(), and pipe() into the same memory. */
	asm volatile("int $0x80"
		     : "=a"(ret)
		     : "a"(372), "b"(pair[1]), "c"((uint32_t)(uintptr_t)low->head), "d"(0)
		     : "memory", "r8", "r9", "r10", "r11");
	if (ret != 1)
		kin_fail("recvmsg by ia32");
	got = low->control[3];
	kin_had(got, "scm_rights", getpid(), fd);
	asm volatile("int $0x80"
		     : "=a"(ret)
		     : "a"(42), "b"((uint32_t)(uintptr_t)low->control)
		     : "memory", "r8", "r9", "r10", "r11");
	if (ret)
		kin_fail("pipe by ia32");
	fresh(low->control[0], "pipe");
	fresh(low->control[1], "pipe");
	close(got);
	close(fd);
	close(pair[0]);
	close(pair[1]);
	munmap(low, 4096);
}

static void cloned(void)
{
	struct {
		uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, size, tls;
	} args = { .flags = CLONE_PIDFD, .exit_signal = SIGCHLD };
	int pidfd = -1;
	pid_t child = syscall(SYS_clone, CLONE_PIDFD | SIGCHLD, 0, &pidfd, 0, 0);

	if (!child)
		_exit(3);
	if (child < 0)
		kin_fail("clone");
	kin_wait(child);
	fresh(pidfd, "anonymous");
	args.pidfd = (uintptr_t)&pidfd;
	child = syscall(SYS_clone3, &args, sizeof(args));
	if (!child)
		_exit(4);
	if (child < 0)
		kin_fail("clone3");
	kin_wait(child);
	fresh(pidfd, "anonymous");
}

/* A ring of eight entries, used for one operation at a time. */
struct ring {
	int fd;
	uint8_t *memory;
	struct io_uring_sqe *entries;
	struct io_uring_params params;
};

static void ring_make(struct ring *ring)
{
	ring->fd = syscall(SYS_io_uring_setup, 8, &ring->params);
	if (ring->fd < 0)
		kin_fail("io_uring_setup");
	ring->memory =
		mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, ring->fd, IORING_OFF_SQ_RING);
	ring->entries =
		mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, ring->fd, IORING_OFF_SQES);
	if (ring->memory == MAP_FAILED || ring->entries == MAP_FAILED)
		kin_fail("mmap");
}

static void ring_enter(struct ring *ring, int submit)
{
	if (syscall(SYS_io_uring_enter, ring->fd, submit, 1, IORING_ENTER_GETEVENTS, NULL, 0) !=
	    submit)
		kin_fail("io_uring_enter");
}

static void ring_submit(struct ring *ring, const struct io_uring_sqe *entry)
{
	uint32_t *tail = (void *)(ring->memory + ring->params.sq_off.tail);
	uint32_t *array = (void *)(ring->memory + ring->params.sq_off.array);

	ring->entries[*tail % 8] = *entry;
	array[*tail % 8] = *tail % 8;
	__atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
}

/* The result that is posted next. */
static int ring_result(struct ring *ring)
{
	uint32_t *head = (void *)(ring->memory + ring->params.cq_off.head);
	uint32_t *tail = (void *)(ring->memory + ring->params.cq_off.tail);
	struct io_uring_cqe *cqes = (void *)(ring->memory + ring->params.cq_off.cqes);
	int result;

	if (*head == __atomic_load_n(tail, __ATOMIC_ACQUIRE))
		ring_enter(ring, 0);
	result = cqes[*head % ring->params.cq_entries].res;
	__atomic_store_n(head, *head + 1, __ATOMIC_RELEASE);
	return result;
}

static int ring_does(struct ring *ring, const struct io_uring_sqe *entry)
{
	int result;

	ring_submit(ring, entry);
	ring_enter(ring, 1);
	result = ring_result(ring);
	if (result < 0) {
		errno = -result;
		kin_fail("an operation of io_uring");
	}
	return result;
}

/* A descriptor of its own, and one of a slot, which is none. */
static void ring_opens(struct ring *ring)
{
	int slots[] = { -1, -1, -1, -1, -1, -1, -1, -1 }, i;
	struct io_uring_sqe entry = { .opcode = IORING_OP_OPENAT,
				      .fd = AT_FDCWD,
				      .addr = (uintptr_t)FILE_A,
				      .open_flags = O_RDONLY | O_CLOEXEC };

	fresh(ring_does(ring, &entry), "open");
	if (syscall(SYS_io_uring_register, ring->fd, IORING_REGISTER_FILES, slots, 8))
		kin_fail("IORING_REGISTER_FILES");
	/* Their numbers are those of descriptors that are open, and that close by themselves. */
	entry.open_flags = O_RDONLY;
	entry.file_index = IORING_FILE_INDEX_ALLOC;
	for (i = 0; i < 4; i++)
		if (ring_does(ring, &entry) != i)
			kin_fail("slot");
	entry = (struct io_uring_sqe){ .opcode = IORING_OP_SOCKET,
				       .fd = AF_INET,
				       .off = SOCK_DGRAM };
	fresh(ring_does(ring, &entry), "socket");
}

/* One accept, and one that goes on. */
static void ring_accepts(struct ring *ring)
{
	struct sockaddr_un_ {
		unsigned short family;
		char path[32];
	} name = { .family = AF_UNIX, .path = "/tmp/maker-socket" };
	struct io_uring_sqe entry = { .opcode = IORING_OP_ACCEPT, .user_data = 4711 };
	int listener = socket(AF_UNIX, SOCK_STREAM, 0), client[3], i;

	if (bind(listener, (void *)&name, sizeof(name)) || listen(listener, 8))
		kin_fail("listen");
	for (i = 0; i < 3; i++) {
		client[i] = socket(AF_UNIX, SOCK_STREAM, 0);
		if (connect(client[i], (void *)&name, sizeof(name)))
			kin_fail("connect");
	}
	entry.fd = listener;
	fresh(ring_does(ring, &entry), "accept");
	entry.ioprio = IORING_ACCEPT_MULTISHOT;
	fresh(ring_does(ring, &entry), "accept");
	fresh(ring_result(ring), "accept");
	for (i = 0; i < 3; i++)
		close(client[i]);
	close(listener);
}

static void ringed(void)
{
	struct ring ring = {};

	ring_make(&ring);
	ring_opens(&ring);
	ring_accepts(&ring);
	close(ring.fd);
}

static int listener_of_getppid(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(filter) / sizeof(*filter), filter };

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER,
		       &program);
}

/* Waits for the child's call and puts a descriptor into it, which is what the call returns. */
static int supervise(int listener, int fd, uint32_t flags, int number)
{
	struct seccomp_notif notice = {};
	struct seccomp_notif_addfd add = { .srcfd = fd, .newfd = number };
	struct seccomp_notif_resp answer = {};
	int given;

	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &notice))
		kin_fail("NOTIF_RECV");
	add.id = answer.id = notice.id;
	add.flags = flags;
	given = ioctl(listener, SECCOMP_IOCTL_NOTIF_ADDFD, &add);
	if (given < 0)
		kin_fail("ADDFD");
	answer.val = given;
	if (!(flags & SECCOMP_ADDFD_FLAG_SEND) &&
	    ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer))
		kin_fail("NOTIF_SEND");
	return given;
}

static void supervised(void)
{
	pid_t parent = getpid(), child;
	int pair[2], fd = kin_open(FILE_A, O_RDONLY), listener, i;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		kin_fail("socketpair");
	child = fork();
	if (!child) {
		close(fd);
		listener = listener_of_getppid();
		if (listener < 0)
			kin_fail("seccomp");
		kin_had(listener, "anonymous", 0, -1);
		kin_send(pair[1], listener);
		for (i = 0; i < 3; i++) {
			int got = syscall(SYS_getppid);

			kin_had(got, "seccomp_addfd", parent, fd);
			if (i == 1)
				kin_ended(getpid(), got, "replaced");
		}
		_exit(0);
	}
	listener = kin_receive(pair[0]);
	supervise(listener, fd, SECCOMP_ADDFD_FLAG_SEND, 0);
	supervise(listener, fd, SECCOMP_ADDFD_FLAG_SETFD, 77);
	supervise(listener, fd, SECCOMP_ADDFD_FLAG_SETFD, 77);
	kin_wait(child);
	close(listener);
	close(fd);
	close(pair[0]);
	close(pair[1]);
}

/* Calls whose result is a descriptor only sometimes, and of which other kernels have none. */
static void others(void)
{
	union bpf_attr map = {
		.map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1
	};
	struct landlock_ruleset_attr rules = { .handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE };
	struct perf_event_attr event = { .type = PERF_TYPE_SOFTWARE,
					 .size = sizeof(event),
					 .config = PERF_COUNT_SW_DUMMY };
	int pair[2], peer = -1, master;
	socklen_t bytes = sizeof(peer);

	maybe(syscall(SYS_bpf, BPF_MAP_CREATE, &map, sizeof(map)));
	maybe(syscall(SYS_landlock_create_ruleset, &rules, sizeof(rules.handled_access_fs), 0));
	syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	maybe(syscall(SYS_perf_event_open, &event, 0, -1, -1, 0));
	maybe(syscall(SYS_memfd_secret, 0));
	maybe(fanotify_init(FAN_CLASS_NOTIF, O_RDONLY));
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		kin_fail("socketpair");
	if (!getsockopt(pair[0], SOL_SOCKET, SO_PEERPIDFD, &peer, &bytes))
		fresh(peer, "anonymous");
	close(pair[0]);
	close(pair[1]);
	master = posix_openpt(O_RDWR | O_NOCTTY);
	if (master >= 0 && !grantpt(master) && !unlockpt(master))
		maybe(ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY));
	close(master);
}

/* What the racing threads share: where pipe() stores, and control data of a message. */
static struct {
	int pair[2];
	char control[64];
	int on;
} raced = { .on = 1 };

static void *scribble(void *unused)
{
	uint32_t seed = 1;

	while (__atomic_load_n(&raced.on, __ATOMIC_RELAXED)) {
		volatile uint32_t *words = (uint32_t *)&raced;

		seed = seed * 1664525 + 1013904223;
		words[seed >> 8 & 15] = seed >> 28 ? seed >> 16 & 63 : seed;
		close_range(20 + (seed >> 20 & 31), 60, 0);
	}
	return unused;
}

static int race(void)
{
	char byte;
	struct iovec iov = { &byte, 1 };
	pthread_t thread;
	int i, pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) ||
	    pthread_create(&thread, NULL, scribble, NULL))
		kin_fail("race");
	for (i = 0; i < 3000; i++) {
		struct msghdr msg = { .msg_iov = &iov,
				      .msg_iovlen = 1,
				      .msg_control = raced.control,
				      .msg_controllen = sizeof(raced.control) };

		/* Either may fail: the numbers are of whatever is there by now. */
		if (pipe(raced.pair) || socketpair(AF_UNIX, SOCK_STREAM, 0, raced.pair))
			close_range(10, ~0u, 0);
		kin_send(pair[0], pair[0]);
		if (recvmsg(pair[1], &msg, 0) != 1)
			kin_fail("recvmsg");
		if (i % 50 == 0)
			close_range(10, ~0u, 0);
	}
	__atomic_store_n(&raced.on, 0, __ATOMIC_RELAXED);
	pthread_join(thread, NULL);
	return 0;
}

static int stay(void)
{
	char *path;

	while (access(FILE_GO, F_OK))
		usleep(10000);
	if (mkdir("made", 0700) || rename("made", "moved"))
		kin_fail("mkdir");
	path = getcwd(NULL, 0);
	dprintf(1, "in %d %s\nname %s/made mkdir\nname %s/moved rename\n", getpid(), path, path,
		path);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "stay"))
		return stay();
	if (argc > 1 && !strcmp(argv[1], "race"))
		return race();
	close(kin_open(FILE_A, O_CREAT | O_RDWR));
	close(kin_open(FILE_B, O_CREAT | O_RDWR));
	pairs();
	received();
	received_by_ia32();
	cloned();
	ringed();
	supervised();
	others();
	return 0;
}
