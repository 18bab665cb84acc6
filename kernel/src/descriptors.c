// SPDX-License-Identifier: GPL-2.0
/*
 * The open descriptors of a process that was there before.
 */
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/sched/task.h>
#include "descriptors.h"
#include "file.h"
#include "record.h"

static void fx_descriptors_of(struct fx_descriptors *d, struct files_struct *files)
{
	struct fdtable *fdt;

	spin_lock(&files->file_lock);
	fdt = files_fdtable(files);
	for (; d->next < fdt->max_fds && d->count < FX_DESCRIPTORS_MAX; d->next++) {
		struct file *file = rcu_dereference_check_fdtable(files, fdt->fd[d->next]);

		if (!file)
			continue;
		/* Cannot go before the lock does. */
		get_file(file);
		d->file[d->count] = file;
		d->fd[d->count] = d->next;
		d->flags[d->count] = test_bit(d->next, fdt->close_on_exec) ? FX_FD_CLOEXEC : 0;
		d->count++;
	}
	spin_unlock(&files->file_lock);
}

/**
 * fx_descriptors_take - look at the next descriptors of a process
 * @d: on entry, @d->next says from which on; on return, the caller has to give
 *	the references back
 * @task: the process, or a thread that has descriptors of its own
 *
 * Return: false when there are no more.
 */
bool fx_descriptors_take(struct fx_descriptors *d, struct task_struct *task)
{
	d->count = 0;
	/* Keeps a task that ends from letting go of its table. */
	task_lock(task);
	if (task->files)
		fx_descriptors_of(d, task->files);
	task_unlock(task);
	return d->count;
}

/**
 * fx_descriptor_write - put one on record, and its file
 * @d: the descriptors
 * @i: which
 * @who: the head of a record of the process
 *
 * Preemption is off.
 */
void fx_descriptor_write(const struct fx_descriptors *d, unsigned int i,
			 const struct fx_record *who)
{
	struct file *file = d->file[i];
	const struct inode *inode = file_inode(file);
	struct fx_fd fd = {};

	if (!fx_file_known(fx_file_number(file), inode))
		fx_file_describe(file);
	fd.record.start = who->start;
	fd.record.tgid = who->tgid;
	fd.record.tid = who->tid;
	fd.record.type = FX_REC_FD;
	fx_file_identify(&fd.id, file, inode);
	fd.fd = d->fd[i];
	fd.flags = d->flags[i];
	fx_record_emit(NULL, &fd.record, sizeof(fd), fx_now());
}
