// SPDX-License-Identifier: GPL-2.0
/*
 * The throttle.
 *
 * A task is held in its task work, on the way out of a system call: it holds no
 * kernel lock there, and may sleep. The sleep is killable and freezable. It
 * looks again by itself every FX_LOOK_MS, so that neither a reader that forgets
 * FX_IOC_WAKE nor one that dies can keep anybody for good.
 */
#include <linux/freezer.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/sched/signal.h>
#include <linux/wait.h>
#include "throttle.h"
#include "wake.h"

/* A held task looks at the ring again after so long. */
#define FX_LOOK_MS 20

/* What a task may write in an epoch of this length before it is held. */
#define FX_EPOCH_MS 100
#define FX_CREDIT_BYTES 16384u

/* So often, for a fifth of a second in all, a task that is being killed looks
 * for room for its last records. Then it goes, and they are lost.
 */
#define FX_LAST_LOOKS 10

/* Room in each ring for those who cannot wait: one record of any size, and for small
 * ones this part of the ring, but not more than some thousand of them need.
 */
#define FX_KEEP_PART 16
#define FX_KEEP_MOST_BYTES 262144

/* Init's own session has this number, or 0 before init made one. */
#define FX_INIT_SESSION 1

static ulong throttle_bytes;
module_param(throttle_bytes, ulong, 0444);
MODULE_PARM_DESC(throttle_bytes,
		 "bytes that may wait in a ring before callers are held (default: half of it)");

static ulong throttle_events;
module_param(throttle_events, ulong, 0444);
MODULE_PARM_DESC(throttle_events,
		 "records that may wait in a ring before callers are held (default: no limit)");

static uint stall_timeout_ms = 10000;
module_param(stall_timeout_ms, uint, 0644);
MODULE_PARM_DESC(stall_timeout_ms,
		 "a reader that makes no progress for so long is stuck (default: 10000)");

static char *on_stall = "block";
module_param(on_stall, charp, 0444);
MODULE_PARM_DESC(
	on_stall,
	"when the reader is gone or stuck: block callers, or drop records (default: block)");

static int spare_session;
module_param(spare_session, int, 0644);
MODULE_PARM_DESC(spare_session, "processes of this session (its id) are never held; what finds no "
				"room is lost and counted");

struct fx_throttle_count fx_throttle_count;
u64 fx_throttle_bytes;
u64 fx_throttle_events;
pid_t fx_reader_tgid;

static u32 fx_credit_bytes;
static bool fx_drop;
/* Nobody will make room any more: all waits end. */
static bool fx_over;

/* Tasks that may wait while they exit. Taken under siglock, in interrupts too. */
static DEFINE_RAW_SPINLOCK(fx_leavers_lock);
static LIST_HEAD(fx_leavers);

/*
 * A session of the administrator's, to get at a machine that is held; and init's
 * own, which init's children are in until they have one of theirs: init may wait
 * for them.
 */
static bool fx_spared(const struct task_struct *task)
{
	int session;

	rcu_read_lock();
	session = pid_nr(task_session((struct task_struct *)task));
	rcu_read_unlock();
	return session <= FX_INIT_SESSION || session == READ_ONCE(spare_session);
}

/**
 * fx_may_hold - can this task be made to wait?
 * @task: current
 *
 * Never a kernel thread or an io_uring worker (others wait for them), never
 * init, never the reader, which is the one that makes room, nor whom the
 * administrator spares.
 *
 * Return: true when it can.
 */
bool fx_may_hold(const struct task_struct *task)
{
	return !(task->flags & (PF_KTHREAD | PF_IO_WORKER)) && task->tgid != 1 &&
	       !fx_is_reader(task) && !fx_spared(task);
}

/* Is the current task being killed? Its signal is gone from sight when it exits. */
static bool fx_dying(void)
{
	return fatal_signal_pending(current) ||
	       (current->flags & PF_EXITING && (current->exit_code & 0x7f) == SIGKILL);
}

/* May it have of the room that is kept? Those who wait must be sure to find it. */
static bool fx_entitled(void)
{
	return !fx_may_hold(current) || fx_dying();
}

/**
 * fx_throttle_init - check the parameters; the rings are there
 *
 * Return: 0 or -EINVAL.
 */
int fx_throttle_init(void)
{
	u64 keep = FX_RECORD_MAX_BYTES +
		   min_t(u64, fx_rings_bytes() / FX_KEEP_PART, FX_KEEP_MOST_BYTES);
	u64 most = fx_rings_bytes() - keep - 2 * FX_RECORD_MAX_BYTES;
	int cpu;

	if (sysfs_streq(on_stall, "drop")) {
		fx_drop = true;
	} else if (!sysfs_streq(on_stall, "block")) {
		pr_err("on_stall=%s: must be block or drop\n", on_stall);
		return -EINVAL;
	}
	if (!throttle_bytes)
		throttle_bytes = fx_rings_bytes() / 2;
	if (throttle_bytes > most) {
		pr_err("throttle_bytes=%lu: at most %llu, so that two of the largest records still "
		       "fit\n",
		       throttle_bytes, most);
		return -EINVAL;
	}
	fx_throttle_bytes = throttle_bytes;
	fx_throttle_events = throttle_events;
	/* Of the room beyond the limit, so much that many tasks may have it. */
	fx_credit_bytes =
		min_t(u64, FX_CREDIT_BYTES, (fx_rings_bytes() - keep - throttle_bytes) / 64);
	if (throttle_events)
		fx_credit_bytes =
			min_t(u64, fx_credit_bytes, throttle_events / 4 * sizeof(struct fx_call));
	for_each_possible_cpu(cpu) {
		struct fx_ring *ring = &per_cpu(fx_cpu_ring, cpu)->ring;

		ring->limit = throttle_events ? 0 : throttle_bytes;
		ring->keep = keep;
		ring->entitled = fx_entitled;
	}
	return 0;
}

/**
 * fx_throttle_spent - has this task had its share beyond the limit?
 * @task: state of the current task
 * @bytes: it has just written so many, while too much was waiting
 *
 * Who fills a ring is held before who does not: each task may write a little
 * beyond the limit in each epoch. A flooding task has used that up at once; one
 * that makes ten calls a second never does.
 *
 * Return: true when it is to be held.
 */
bool fx_throttle_spent(struct fx_task *task, u32 bytes)
{
	u32 epoch = jiffies / msecs_to_jiffies(FX_EPOCH_MS);

	if (task->epoch != epoch) {
		task->epoch = epoch;
		task->over = 0;
	}
	task->over += min_t(u32, bytes, FX_RECORD_MAX_BYTES);
	return task->over > fx_credit_bytes;
}

/**
 * fx_throttle_full - is more waiting than may wait?
 * @ring: a ring; preemption is off when it is the current CPU's
 *
 * Return: true when callers are to be held.
 */
bool fx_throttle_full(struct fx_ring *ring)
{
	u64 tail = fx_ring_free_to(ring, smp_load_acquire(&ring->consumer->tail));
	u64 head = READ_ONCE(ring->head);

	/* Not ring->tail: this may run on another CPU than the ring's. A tail
	 * that cannot be is taken for an empty ring here, and never for room.
	 */
	if (head - tail <= fx_rings_bytes() && head - tail > READ_ONCE(fx_throttle_bytes))
		return true;
	return fx_throttle_events && fx_ring_waiting_records(ring) > fx_throttle_events;
}

/*
 * Are records dropped, since the reader is stuck? Whoever asks has found too much
 * waiting in @r. If the tail is where it was when somebody first did, then so it
 * has been all the time: the reader has taken nothing, though there was plenty.
 */
static bool fx_dropping(struct fx_cpu_ring *r)
{
	u64 tail = fx_ring_free_to(&r->ring, READ_ONCE(r->ring.consumer->tail));

	if (!fx_drop)
		return false;
	/* Pairs with the write barrier: this tail, or a later time than its own. */
	if (tail == smp_load_acquire(&r->stall_tail) && READ_ONCE(r->stall_since))
		return time_after(jiffies, READ_ONCE(r->stall_since) +
						   msecs_to_jiffies(READ_ONCE(stall_timeout_ms)));
	WRITE_ONCE(r->stall_since, jiffies | 1);
	smp_store_release(&r->stall_tail, tail);
	return false;
}

/* Is there no room for so many bytes, or, asked for none, is too much waiting? */
static bool fx_still_full(struct fx_cpu_ring *r, u64 bytes)
{
	u64 base, tail, head;

	if (!bytes)
		return fx_throttle_full(&r->ring);
	/* In this order, since another CPU may move all three. What cannot be a tail makes
	 * no room: see fx_ring_make_room(), which we are to be called for again.
	 */
	base = smp_load_acquire(&r->ring.tail);
	tail = smp_load_acquire(&r->ring.consumer->tail);
	head = READ_ONCE(r->ring.head);
	if (!fx_ring_tail_valid(base, tail, head))
		tail = base;
	tail = fx_ring_free_to(&r->ring, tail);
	return head - tail + bytes + r->ring.keep > r->ring.size;
}

/* The count stands where the reader sees it; only we write that page. */
static atomic_t *fx_held(struct fx_cpu_ring *r)
{
	BUILD_BUG_ON(sizeof(r->ring.producer->held) != sizeof(atomic_t));
	return (atomic_t *)&r->ring.producer->held;
}

/*
 * Sleeps until somebody makes room in @r, or FX_LOOK_MS have passed. A task that
 * is being killed sleeps as well: it asked for its last record to be written.
 */
static void fx_sleep(struct fx_cpu_ring *r, u64 bytes)
{
	DEFINE_WAIT(wait);

	atomic_inc(&fx_throttle_count.now);
	/* A full barrier: the reader, which stores tail and then loads this, sees us, or we
	 * see its tail below.
	 */
	atomic_inc(fx_held(r));
	prepare_to_wait(&r->room, &wait,
			fx_dying() ? TASK_UNINTERRUPTIBLE : TASK_KILLABLE | TASK_FREEZABLE);
	smp_mb__after_atomic();
	/* A reader that sleeps does not know that it is waited for. */
	if (READ_ONCE(fx_wake_state) != FX_AWAKE)
		fx_wake_now();
	if (fx_still_full(r, bytes) && !READ_ONCE(fx_over))
		schedule_timeout(msecs_to_jiffies(FX_LOOK_MS));
	finish_wait(&r->room, &wait);
	/* Should a consumer's page that changes all the time let us go around at once. */
	cond_resched();
	atomic_dec(fx_held(r));
	atomic_dec(&fx_throttle_count.now);
}

static void fx_count_hold(u64 begin)
{
	atomic64_inc(&fx_throttle_count.held);
	atomic64_add(ktime_get_ns() - begin, &fx_throttle_count.held_ns);
}

/**
 * fx_wait_for_room - wait until a record fits the ring of the current CPU
 * @task: state of the current task
 * @bytes: size of the record
 *
 * Sleeps. The task may be on another CPU, with another ring, afterwards; and
 * somebody else may take the room: the caller tries, and asks again.
 *
 * Return: enum fx_wait_result.
 */
enum fx_wait_result fx_wait_for_room(struct fx_task *task, u64 bytes)
{
	enum fx_wait_result result;
	u64 begin = 0;

	for (;;) {
		struct fx_cpu_ring *r;
		bool room;

		preempt_disable();
		r = __this_cpu_read(fx_cpu_ring);
		room = fx_ring_make_room(&r->ring, bytes + sizeof(struct fx_lost));
		preempt_enable();
		result = FX_WAIT_ROOM;
		if (room)
			break;
		result = FX_WAIT_STALLED;
		if (!fx_may_hold(current))
			break;
		result = FX_WAIT_KILLED;
		if ((fx_dying() || READ_ONCE(task->killed)) && ++task->looks > FX_LAST_LOOKS) {
			task->looks = FX_LAST_LOOKS;
			break;
		}
		result = FX_WAIT_OVER;
		if (READ_ONCE(fx_over))
			break;
		result = FX_WAIT_STALLED;
		if (fx_dropping(r))
			break;
		if (!begin)
			begin = ktime_get_ns();
		fx_sleep(r, bytes + sizeof(struct fx_lost));
	}
	if (begin)
		fx_count_hold(begin);
	return result;
}

/**
 * fx_throttle_hold - hold the current task while too much waits
 * @task: its state, which says in which ring
 *
 * Its record is written already; it is only made to wait. Sleeps.
 */
void fx_throttle_hold(struct fx_task *task)
{
	struct fx_cpu_ring *r = per_cpu(fx_cpu_ring, task->held_cpu);
	u64 begin = 0;

	while (fx_throttle_full(&r->ring) && fx_may_hold(current) && !fx_dying() &&
	       !READ_ONCE(task->killed) && !READ_ONCE(fx_over) && !fx_dropping(r)) {
		if (!begin)
			begin = ktime_get_ns();
		fx_sleep(r, 0);
	}
	if (begin)
		fx_count_hold(begin);
}

/**
 * fx_throttle_leave - the current task may wait, and it exits
 * @task: its state
 *
 * The kernel passes over a SIGKILL to a task that exits, for it ends anyway. While
 * it waits for room it does not: so we look for such a signal ourselves.
 */
void fx_throttle_leave(struct fx_task *task)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&fx_leavers_lock, flags);
	list_add(&task->leaver, &fx_leavers);
	raw_spin_unlock_irqrestore(&fx_leavers_lock, flags);
}

/**
 * fx_throttle_left - the current task does not wait any more
 * @task: its state
 */
void fx_throttle_left(struct fx_task *task)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&fx_leavers_lock, flags);
	list_del(&task->leaver);
	raw_spin_unlock_irqrestore(&fx_leavers_lock, flags);
}

/**
 * fx_throttle_signal - a signal is sent
 * @sig: its number
 * @to: a task of the process that it is sent to; its siglock is held
 */
void fx_throttle_signal(int sig, const struct task_struct *to)
{
	struct fx_task *task;
	unsigned long flags;

	if (likely(sig != SIGKILL))
		return;
	raw_spin_lock_irqsave(&fx_leavers_lock, flags);
	list_for_each_entry(task, &fx_leavers, leaver)
	{
		if (task->key->signal == to->signal) {
			WRITE_ONCE(task->killed, true);
			wake_up_process(task->key);
		}
	}
	raw_spin_unlock_irqrestore(&fx_leavers_lock, flags);
}

/**
 * fx_throttle_wake - the reader has made room: those who wait look again
 */
void fx_throttle_wake(void)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		struct fx_cpu_ring *r = per_cpu(fx_cpu_ring, cpu);

		if (waitqueue_active(&r->room))
			wake_up_all(&r->room);
	}
}

/**
 * fx_throttle_release - end all waits: the module is about to go
 */
void fx_throttle_release(void)
{
	WRITE_ONCE(fx_over, true);
	fx_throttle_wake();
}

/**
 * fx_throttle_resume - waits are possible again
 */
void fx_throttle_resume(void)
{
	WRITE_ONCE(fx_over, false);
}
