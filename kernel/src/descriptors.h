/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The open descriptors of a process that was there before.
 */
#ifndef FX_DESCRIPTORS_H
#define FX_DESCRIPTORS_H

#include <linux/sched.h>
#include "../include/uapi/forensix.h"

/* Taken at a time, with the table locked. */
#define FX_DESCRIPTORS_MAX 64

/**
 * struct fx_descriptors - some descriptors of a process
 * @count: how many there are
 * @next: the first descriptor that was not looked at
 * @file: the files, with a reference each
 * @fd: their descriptors
 * @flags: FX_FD_CLOEXEC
 */
struct fx_descriptors {
	unsigned int count;
	unsigned int next;
	struct file *file[FX_DESCRIPTORS_MAX];
	u32 fd[FX_DESCRIPTORS_MAX];
	u32 flags[FX_DESCRIPTORS_MAX];
};

bool fx_descriptors_take(struct fx_descriptors *d, struct task_struct *task);
void fx_descriptor_write(const struct fx_descriptors *d, unsigned int i,
			 const struct fx_record *who);

/* The most that fx_descriptor_write() puts into the ring. */
#define FX_DESCRIPTOR_ROOM_BYTES 8192

#endif
