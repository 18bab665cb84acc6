// SPDX-License-Identifier: GPL-2.0
/* Who runs when and where. */
#include <sched.h>
#include <sys/resource.h>
#include "calls.h"

FAMILY(scheduling, "sched_setparam sched_getparam sched_setscheduler sched_getscheduler "
		   "sched_get_priority_max sched_get_priority_min sched_rr_get_interval "
		   "sched_setaffinity sched_getaffinity sched_setattr sched_getattr getpriority "
		   "setpriority ioprio_get ioprio_set")
{
	static struct sched_param param = { 5 };
	static struct timespec ts;
	static unsigned long cpus[16] = { 1 };
	static struct {
		uint32_t size, policy;
		uint64_t flags;
		int32_t nice;
		uint32_t priority;
		uint64_t runtime, deadline, period;
		uint32_t min, max;
	} attr = { .size = 48, .policy = SCHED_BATCH, .nice = 3 };

	expect("sched_setscheduler(0, SCHED_FIFO, [5])", SYS_sched_setscheduler, 0, SCHED_FIFO,
	       &param);
	expect_as("sched_getscheduler(0)", "1 (SCHED_FIFO)", SYS_sched_getscheduler, 0);
	expect("sched_setparam(0, [5])", SYS_sched_setparam, 0, &param);
	expect("sched_getparam(0, [5])", SYS_sched_getparam, 0, &param);
	unsaid(SYS_sched_getparam, -1, &param);
	unsaid(SYS_sched_setparam, 0, NULL);
	unsaid(SYS_sched_rr_get_interval, 0, &ts);
	param.sched_priority = 0;
	unsaid(SYS_sched_setscheduler, 0, 0x40000000 | SCHED_RR, &param);
	unsaid(SYS_sched_setscheduler, 0, 0x40000000 | SCHED_OTHER, &param);
	unsaid(SYS_sched_getscheduler, 0);
	unsaid(SYS_sched_setscheduler, 0, SCHED_OTHER, &param);
	unsaid(SYS_sched_setscheduler, 0, 77, FX_NOWHERE);
	unsaid(SYS_sched_getscheduler, 1 << 30);
	unsaid(SYS_sched_rr_get_interval, 0, &ts);
	unsaid(SYS_sched_rr_get_interval, -5, &ts);
	expect("sched_get_priority_max(SCHED_RR)", SYS_sched_get_priority_max, SCHED_RR);
	expect("sched_get_priority_min(SCHED_FIFO)", SYS_sched_get_priority_min, SCHED_FIFO);
	unsaid(SYS_sched_get_priority_max, 99);
	unsaid(SYS_sched_get_priority_min, -1);
	unsaid(SYS_sched_getaffinity, 0, 128, cpus);
	unsaid(SYS_sched_getaffinity, 0, 3, cpus);
	unsaid(SYS_sched_getaffinity, -1, 128, cpus);
	unsaid(SYS_sched_getaffinity, 0, 128, NULL);
	unsaid(SYS_sched_setaffinity, 0, 128, cpus);
	unsaid(SYS_sched_setaffinity, 0, 8, cpus);
	cpus[0] = 0x8000000000000010;
	unsaid(SYS_sched_setaffinity, -1, 8, cpus);
	unsaid(SYS_sched_setaffinity, 0, 8, NULL);
	unsaid(SYS_sched_setattr, 0, &attr, 0);
	unsaid(SYS_sched_getattr, 0, &attr, sizeof(attr), 0);
	unsaid(SYS_sched_getattr, 0, &attr, 5, 0);
	attr.policy = 99;
	attr.flags = 0xf3;
	unsaid(SYS_sched_setattr, 0, &attr, 0);
	attr.policy = SCHED_DEADLINE;
	unsaid(SYS_sched_setattr, 0, &attr, 1);
	unsaid(SYS_sched_setattr, 0, NULL, 0);
	expect("setpriority(PRIO_PROCESS, 0, 5)", SYS_setpriority, PRIO_PROCESS, 0, 5);
	expect("getpriority(PRIO_PROCESS, 0)", SYS_getpriority, PRIO_PROCESS, 0);
	unsaid(SYS_getpriority, 7, 0);
	unsaid(SYS_getpriority, PRIO_USER, 1 << 30);
	unsaid(SYS_setpriority, PRIO_PGRP, -1, -20);
	unsaid(SYS_ioprio_set, 1, 0, 2 << 13 | 4);
	unsaid(SYS_ioprio_get, 1, 0);
	unsaid(SYS_ioprio_set, 1, 0, 7 << 13 | 9);
	unsaid(SYS_ioprio_get, 9, 0);
	unsaid(SYS_ioprio_get, 2, 1 << 30);
}
