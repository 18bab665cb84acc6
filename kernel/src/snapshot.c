// SPDX-License-Identifier: GPL-2.0
/*
 * The tasks that were alive when recording began.
 *
 * A worker writes them, after the hooks have begun: it may sleep and wait for
 * room while the reader drains. What a task does in the meantime is on record
 * from its hooks; both name it by (tgid, start). A task that ends before its
 * turn is left out: its EXIT record is there.
 */
#include <linux/cred.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/mm.h>
#include <linux/path.h>
#include <linux/rcupdate.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include "alloc.h"
#include "capture.h"
#include "compat.h"
#include "context.h"
#include "descriptors.h"
#include "process.h"
#include "record.h"
#include "recording.h"
#include "snapshot.h"
#include "throttle.h"
#include "wake.h"

/* Bytes kept of a command line; the rest is marked as cut. */
#define FX_CMDLINE_MAX_BYTES 4096
/* How often a worker that finds no room looks again, and for how long. */
#define FX_ROOM_MS 5
#define FX_ROOM_TRIES 2000

static bool fx_snapshot_off;

/* Items of a task: the path of the program, the command line; of two places, path and identity. */
#define FX_TASK_ITEMS 6
#define FX_TASK_ITEM_BYTES                                                          \
	(FX_TASK_ITEMS * (sizeof(struct fx_item) + FX_ALIGN_BYTES) + 3 * PATH_MAX + \
	 FX_CMDLINE_MAX_BYTES + 2 * sizeof(struct fx_file_id))

/* One record in memory, and then descriptors. */
struct fx_snapshot {
	struct fx_task_state state;
	u8 items[FX_TASK_ITEM_BYTES];
	struct fx_descriptors descriptors;
};

static void fx_snapshot_path(struct fx_capture *c, unsigned int arg, const struct path *of)
{
	char *to = fx_item_begin(c);
	/* Builds the name at the end of the buffer. */
	char *path = d_path(of, to, PATH_MAX);
	size_t n;

	if (IS_ERR(path))
		return;
	n = strlen(path);
	memmove(to, path, n);
	fx_item_end(c, FX_ITEM_CSTR, arg, 0, n, n);
}

static void fx_snapshot_exe(struct fx_capture *c, struct mm_struct *mm)
{
	struct file *exe = fx_exe_file(mm);

	if (!exe)
		return;
	fx_snapshot_path(c, 0, &exe->f_path);
	fput(exe);
}

/* A directory that a task is in: no file is open there. */
static void fx_snapshot_place(struct fx_capture *c, unsigned int arg, const struct path *of)
{
	struct fx_file_id *id;
	const struct inode *inode = d_backing_inode(of->dentry);

	fx_snapshot_path(c, arg, of);
	id = fx_item_begin(c);
	*id = (struct fx_file_id){
		.inode = inode->i_ino,
		.dev = inode->i_sb->s_dev,
		.mode = inode->i_mode,
	};
	fx_item_end(c, FX_ITEM_FILE, arg, 0, sizeof(*id), sizeof(*id));
}

/*
 * Who a task is, and whether descriptors and places are its own: a thread shares those of
 * its process, but for rare ones. The first thread stays in memory for as long as another
 * one that is alive is seen under RCU; our reference is to the task alone. Returns false
 * when it is not alive.
 */
static bool fx_snapshot_who(struct fx_record *record, struct task_struct *task, bool *files,
			    bool *places)
{
	const struct task_struct *first;
	bool alive;

	rcu_read_lock();
	alive = pid_alive(task);
	if (alive) {
		first = task->group_leader;
		fx_record_who(record, task);
		*files = task == first || READ_ONCE(task->files) != READ_ONCE(first->files);
		*places = task == first || READ_ONCE(task->fs) != READ_ONCE(first->fs);
	}
	rcu_read_unlock();
	return alive;
}

/*
 * The lock of the task keeps it from letting go of its places, that of the places from
 * changing them; both are short spinlocks which nobody takes the other way round. To name
 * them a reference is held, to the mount too: for as long as that takes, and not for a
 * wait for room. A directory has an inode for as long as somebody refers to it.
 */
static void fx_snapshot_places(struct fx_capture *c, struct task_struct *task)
{
	struct path cwd, root;
	bool some;

	task_lock(task);
	some = task->fs;
	if (some) {
		get_fs_pwd(task->fs, &cwd);
		get_fs_root(task->fs, &root);
	}
	task_unlock(task);
	if (!some)
		return;
	fx_snapshot_place(c, FX_TASK_CWD, &cwd);
	fx_snapshot_place(c, FX_TASK_ROOT, &root);
	path_put(&root);
	path_put(&cwd);
}

static void fx_snapshot_cmdline(struct fx_capture *c, struct task_struct *task,
				struct mm_struct *mm)
{
	u64 full = mm->arg_end > mm->arg_start ? mm->arg_end - mm->arg_start : 0;
	u8 *to = fx_item_begin(c);
	int want = min_t(u64, full, FX_CMDLINE_MAX_BYTES);
	int got = access_process_vm(task, mm->arg_start, to, want, 0);

	if (got < 0)
		got = 0;
	fx_item_end(c, FX_ITEM_STRV, 1,
		    (got < want ? FX_ITEM_FAULT : 0) | (want < full ? FX_ITEM_LIMIT : 0), got,
		    full);
}

static u32 fx_snapshot_fill(struct fx_snapshot *s, struct task_struct *task, bool places)
{
	struct fx_capture c = { .at = s->items, .end = s->items + sizeof(s->items) };
	struct mm_struct *mm = thread_group_leader(task) ? get_task_mm(task) : NULL;

	s->state.record.type = FX_REC_TASK;
	s->state.task_start = task->start_boottime;
	rcu_read_lock();
	s->state.parent_tgid = rcu_dereference(task->real_parent)->tgid;
	rcu_read_unlock();
	fx_context_fill(&s->state.context, task);
	memcpy(s->state.comm, task->comm, FX_COMM_BYTES);
	if (mm) {
		fx_snapshot_exe(&c, mm);
		fx_snapshot_cmdline(&c, task, mm);
		mmput(mm);
	}
	if (places)
		fx_snapshot_places(&c, task);
	s->state.items = c.items;
	return c.at - (u8 *)s;
}

/*
 * Waits for the reader to make room; returns with preemption off. What finds no
 * room for long is lost, and counted where it is written.
 */
static void fx_snapshot_room(u32 bytes)
{
	unsigned int tries = 0;

	for (;;) {
		preempt_disable();
		if (++tries > FX_ROOM_TRIES || READ_ONCE(fx_snapshot_off) ||
		    (!fx_throttle_full(fx_this_ring()) &&
		     fx_ring_make_room(fx_this_ring(), bytes + sizeof(struct fx_lost))))
			return;
		preempt_enable();
		schedule_timeout_idle(msecs_to_jiffies(FX_ROOM_MS));
	}
}

static void fx_snapshot_task(struct fx_snapshot *s, struct task_struct *task)
{
	struct fx_descriptors *d = &s->descriptors;
	unsigned int i;
	bool files, places;
	u32 size;

	memset(&s->state, 0, sizeof(s->state));
	/* It has ended: its EXIT is there. */
	if (!fx_snapshot_who(&s->state.record, task, &files, &places))
		return;
	size = fx_snapshot_fill(s, task, places);
	fx_snapshot_room(size);
	fx_record_emit(NULL, &s->state.record, size, fx_now());
	preempt_enable();
	if (!files)
		return;
	d->next = 0;
	while (!READ_ONCE(fx_snapshot_off) && fx_descriptors_take(d, task)) {
		for (i = 0; i < d->count; i++) {
			fx_snapshot_room(FX_DESCRIPTOR_ROOM_BYTES);
			fx_descriptor_write(d, i, &s->state.record);
			preempt_enable();
			fput(d->file[i]);
		}
		cond_resched();
	}
}

/* References to all threads; their number may grow while we count. */
static struct task_struct **fx_snapshot_tasks(unsigned int *count)
{
	struct task_struct *process, *thread, **tasks;
	unsigned int n = 0, most = 0;

	rcu_read_lock();
	for_each_process_thread(process, thread)
		most++;
	rcu_read_unlock();
	/* Who is born from now on has a FORK record. */
	most += 64;
	tasks = fx_alloc(FX_SITE_SNAPSHOT_TASKS, most * sizeof(*tasks), GFP_KERNEL);
	if (!tasks)
		return NULL;
	rcu_read_lock();
	for_each_process_thread(process, thread) {
		if (n < most && !(thread->flags & PF_EXITING)) {
			get_task_struct(thread);
			tasks[n++] = thread;
		}
	}
	rcu_read_unlock();
	*count = n;
	return tasks;
}

static void fx_snapshot_work_fn(struct work_struct *work)
{
	struct fx_snapshot *s = fx_alloc(FX_SITE_SNAPSHOT, sizeof(*s), GFP_KERNEL);
	unsigned int i, n = 0;
	struct task_struct **tasks = fx_snapshot_tasks(&n);

	if (!s || !tasks) {
		pr_warn("no memory to record the tasks that are alive\n");
		preempt_disable();
		fx_record_lose(0, FX_LOST_NO_MEMORY);
		preempt_enable();
	}
	for (i = 0; i < n; i++) {
		if (s && !READ_ONCE(fx_snapshot_off))
			fx_snapshot_task(s, tasks[i]);
		put_task_struct(tasks[i]);
		cond_resched();
	}
	if (s && tasks && !READ_ONCE(fx_snapshot_off))
		fx_recording_mark(FX_MARK_SNAPSHOT);
	fx_free(tasks);
	fx_free(s);
}
static DECLARE_WORK(fx_snapshot_work, fx_snapshot_work_fn);

/**
 * fx_snapshot_start - have the living written down; the hooks are on
 */
void fx_snapshot_start(void)
{
	WRITE_ONCE(fx_snapshot_off, false);
	queue_work(system_unbound_wq, &fx_snapshot_work);
}

/**
 * fx_snapshot_stop - end it, if it still runs; sleeps
 */
void fx_snapshot_stop(void)
{
	WRITE_ONCE(fx_snapshot_off, true);
	cancel_work_sync(&fx_snapshot_work);
}
