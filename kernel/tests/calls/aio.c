// SPDX-License-Identifier: GPL-2.0
/* Asynchronous I/O: the older kind, and io_uring but for its rings. */
#include <linux/aio_abi.h>
#include <linux/io_uring.h>
#include <poll.h>
#include <sys/uio.h>
#include "calls.h"

static char buf[4][64];

FAMILY(aio, "io_setup io_destroy io_submit io_cancel io_getevents io_pgetevents")
{
	static struct iovec pieces[2] = { { "gathered ", 9 }, { "bytes", 5 } };
	static struct iovec into[2] = { { buf[0], 4 }, { buf[1], 60 } };
	static struct iocb one = { .aio_data = 0x11,
				   .aio_lio_opcode = IOCB_CMD_PWRITE,
				   .aio_fildes = 3,
				   .aio_nbytes = 12 };
	static struct iocb two = { .aio_lio_opcode = IOCB_CMD_PWRITEV,
				   .aio_fildes = 3,
				   .aio_nbytes = 2,
				   .aio_offset = 12,
				   .aio_rw_flags = RWF_DSYNC };
	static struct iocb three = {
		.aio_lio_opcode = IOCB_CMD_PREAD, .aio_fildes = 3, .aio_nbytes = 8, .aio_data = -1
	};
	static struct iocb four = { .aio_lio_opcode = IOCB_CMD_PREADV,
				    .aio_fildes = 3,
				    .aio_nbytes = 2,
				    .aio_flags = IOCB_FLAG_RESFD,
				    .aio_resfd = 77 };
	static struct iocb five = { .aio_lio_opcode = IOCB_CMD_POLL,
				    .aio_fildes = 4,
				    .aio_buf = POLLIN };
	static struct iocb six = { .aio_lio_opcode = IOCB_CMD_FSYNC, .aio_fildes = 3 };
	static struct iocb odd = { .aio_lio_opcode = 99,
				   .aio_fildes = -1,
				   .aio_reqprio = 7,
				   .aio_key = 5,
				   .aio_flags = 4 };
	static struct iocb *many[40], *list[4];
	static struct io_event events[4];
	static struct timespec none, soon = { 0, 1000000 };
	static uint64_t set[1] = { 0x201 };
	static struct {
		void *set;
		size_t bytes;
	} sized = { set, 8 };
	static unsigned long ctx;
	static int pair[2];
	int i;

	one.aio_buf = (uint64_t) "written once";
	two.aio_buf = (uint64_t)pieces;
	three.aio_buf = (uint64_t)buf[2];
	four.aio_buf = (uint64_t)into;
	unsaid(SYS_openat, AT_FDCWD, "f", O_RDWR | O_CREAT, 0600);
	unsaid(SYS_pipe2, pair, 0);
	unsaid(SYS_io_setup, 8, &ctx);
	unsaid(SYS_io_setup, 8, &ctx);
	unsaid(SYS_io_setup, 0, NULL);
	unsaid(SYS_io_setup, -1, FX_NOWHERE);
	list[0] = &one;
	unsaid(SYS_io_submit, ctx, 1, list);
	unsaid(SYS_io_getevents, ctx, 1, 4, events, NULL);
	list[0] = &two;
	list[1] = &three;
	unsaid(SYS_io_submit, ctx, 2, list);
	unsaid(SYS_io_getevents, ctx, 2, 4, events, &soon);
	list[0] = &four;
	unsaid(SYS_io_submit, ctx, 1, list);
	four.aio_flags = 0;
	four.aio_resfd = 0;
	list[1] = &five;
	list[2] = &six;
	unsaid(SYS_io_submit, ctx, 3, list);
	unsaid(SYS_io_pgetevents, ctx, 2, 4, events, &soon, &sized);
	unsaid(SYS_io_pgetevents, ctx, 0, 4, events, &none, NULL);
	unsaid(SYS_io_pgetevents, 5, 0, 1, events, NULL, FX_NOWHERE);
	unsaid(SYS_io_cancel, ctx, &one, events);
	unsaid(SYS_io_cancel, 0, NULL, NULL);
	unsaid(SYS_io_cancel, ctx, FX_NOWHERE, events);
	list[0] = &odd;
	list[1] = NULL;
	list[2] = (void *)FX_NOWHERE;
	unsaid(SYS_io_submit, ctx, 3, list);
	one.aio_buf = FX_NOWHERE;
	two.aio_buf = FX_NOWHERE;
	list[0] = &one;
	list[1] = &two;
	unsaid(SYS_io_submit, ctx, 2, list);
	one.aio_nbytes = -1;
	two.aio_nbytes = 5000;
	unsaid(SYS_io_submit, 0, 2, list);
	for (i = 0; i < 40; i++)
		many[i] = &six;
	unsaid(SYS_io_submit, 0, 40, many);
	expect("io_submit(0, 0, [])", SYS_io_submit, 0, 0, list);
	unsaid(SYS_io_submit, ctx, -1, list);
	unsaid(SYS_io_submit, ctx, 1, NULL);
	unsaid(SYS_io_submit, ctx, 1, FX_NOWHERE);
	unsaid(SYS_io_submit, ctx, 3, FX_PAGES + 2 * FX_PAGE - 8);
	unsaid(SYS_io_getevents, ctx, 0, 4, events, &none);
	unsaid(SYS_io_getevents, ctx, -1, 4, events, NULL);
	unsaid(SYS_io_getevents, 77, 0, 1, FX_NOWHERE, FX_NOWHERE);
	unsaid(SYS_io_destroy, ctx);
	unsaid(SYS_io_destroy, 0);
}

FAMILY(uring, "io_uring_setup io_uring_enter io_uring_register")
{
	static struct io_uring_params params = { .flags = IORING_SETUP_CQSIZE, .cq_entries = 16 };
	static struct iovec buffers[2] = { { buf[0], 64 }, { buf[1], 64 } };
	static int files[3] = { 0, -1, 4 }, event[1];
	static struct io_uring_files_update update = { .offset = 1 };
	static struct {
		struct io_uring_probe head;
		struct io_uring_probe_op ops[4];
	} probe;
	static struct io_uring_restriction restrictions[2] = {
		{ .opcode = IORING_RESTRICTION_SQE_OP, .sqe_op = IORING_OP_READ },
		{ .opcode = IORING_RESTRICTION_REGISTER_OP, .register_op = IORING_REGISTER_FILES },
	};
	static struct io_uring_rsrc_register more = { .nr = 2 };
	static struct io_uring_rsrc_update2 replaced = { .nr = 1 };
	static struct io_uring_rsrc_update ring = { .offset = -1U, .data = 3 };
	static struct io_uring_buf_reg group = { .ring_addr = 0x123, .ring_entries = 4, .bgid = 7 };
	static uint64_t tags[2] = { 0, 5 };
	static unsigned int workers[2];
	static unsigned long cpus[1] = { 1 };
	static uint64_t set = 0x200;

	unsaid(SYS_io_uring_setup, 4, &params);
	params = (struct io_uring_params){ .flags = 0x80000000 | IORING_SETUP_ATTACH_WQ,
					   .wq_fd = 3,
					   .sq_thread_cpu = 1,
					   .sq_thread_idle = 10 };
	unsaid(SYS_io_uring_setup, 4, &params);
	unsaid(SYS_io_uring_setup, 0, NULL);
	unsaid(SYS_io_uring_setup, -1, FX_NOWHERE);
	unsaid(SYS_io_uring_enter, 3, 0, 0, 0, NULL, 0);
	unsaid(SYS_io_uring_enter, 3, 0, 0, IORING_ENTER_GETEVENTS, &set, 8);
	unsaid(SYS_io_uring_enter, 0, 1, 2, 0xf00000, FX_NOWHERE, 8);
	unsaid(SYS_io_uring_enter, -1, -1, 0, IORING_ENTER_SQ_WAKEUP, NULL, 5);
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_BUFFERS, buffers, 2);
	unsaid(SYS_io_uring_register, 3, IORING_UNREGISTER_BUFFERS, NULL, 0);
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_BUFFERS, FX_NOWHERE, 2);
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_BUFFERS, NULL, -1);
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_FILES, files, 2);
	update.fds = (uint64_t)files;
	files[1] = -2;
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_FILES_UPDATE, &update, 2);
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_FILES_UPDATE, NULL, 1);
	update.fds = FX_NOWHERE;
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_FILES_UPDATE, &update, 1);
	unsaid(SYS_io_uring_register, 3, IORING_UNREGISTER_FILES, NULL, 0);
	event[0] = unsaid(SYS_eventfd2, 0, 0);
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_EVENTFD, event, 1);
	unsaid(SYS_io_uring_register, 3, IORING_UNREGISTER_EVENTFD, NULL, 0);
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_EVENTFD_ASYNC, event, 1);
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_PROBE, &probe, 4);
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_PROBE, &probe, 4);
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_PROBE, NULL, 4);
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_PERSONALITY, NULL, 0);
	unsaid(SYS_io_uring_register, 3, IORING_UNREGISTER_PERSONALITY, NULL, 1);
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_RESTRICTIONS, restrictions, 2);
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_ENABLE_RINGS, NULL, 0);
	more.data = (uint64_t)files;
	more.tags = (uint64_t)tags;
	files[1] = -1;
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_FILES2, &more, 32);
	replaced.data = (uint64_t)files;
	replaced.tags = (uint64_t)tags;
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_FILES_UPDATE2, &replaced, 32);
	more.data = (uint64_t)buffers;
	more.tags = 0;
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_BUFFERS2, &more, 32);
	replaced.data = FX_NOWHERE;
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_BUFFERS_UPDATE, &replaced, 32);
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_IOWQ_AFF, cpus, 8);
	unsaid(SYS_io_uring_register, 3, IORING_UNREGISTER_IOWQ_AFF, NULL, 0);
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_IOWQ_MAX_WORKERS, workers, 2);
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_IOWQ_MAX_WORKERS, NULL, 2);
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_RING_FDS, &ring, 1);
	unsaid(SYS_io_uring_register, 3, IORING_UNREGISTER_RING_FDS, &ring, 1);
	unsaid(SYS_io_uring_register, 3, IORING_REGISTER_PBUF_RING, &group, 1);
	unsaid(SYS_io_uring_register, 3, IORING_UNREGISTER_PBUF_RING, &group, 1);
	unsaid(SYS_io_uring_register, 3, 999, FX_NOWHERE, 1);
	unsaid(SYS_io_uring_register, 77, 0, NULL, 0);
}
