// SPDX-License-Identifier: GPL-2.0
/* Calls of the 32-bit ABI, which any program may make by int 0x80. Its addresses reach our data. */
#include <linux/ipc.h>
#include <linux/net.h>
#include <sys/socket.h>
#include "calls.h"

static char name[] = "f", data[] = "data", buf[64];
static uint32_t pair[2], vec[2];
static uint32_t word, mask[2], six[6];
static int32_t ts[2], none[2];
/* struct sembuf: number, operation, flags. */
static int16_t operation[3] = { 0, 1, 0 };

FAMILY(calls32, "")
{
	long id;

	expect32("open(\"f\", O_RDWR|O_CREAT, 0640)", 5, name, O_RDWR | O_CREAT, 0640);
	expect32("write(3, \"data\", 4)", 4, 3, data, 4);
	expect32("lseek(3, -2, SEEK_END)", 19, 3, -2, SEEK_END);
	expect32("read(3, \"ta\", 64)", 3, 3, buf, 64);
	expect32("read(-1, NULL, 64)", 3, -1, NULL, 64);
	vec[0] = (uint32_t)(long)data;
	vec[1] = 4;
	expect32("writev(3, [{iov_base=\"data\", iov_len=4}], 1)", 146, 3, vec, 1);
	expect32("access(\"no\", F_OK)", 33, "no", F_OK);
	expect32("pipe([4, 5])", 42, pair);
	expect32("dup2(3, 9)", 63, 3, 9);
	expect32("close(9)", 6, 9);
	ts[1] = 1000;
	expect32("nanosleep({tv_sec=0, tv_nsec=1000}, NULL)", 162, ts, NULL);
	expect32(text("futex(%p, FUTEX_WAIT, 4, {tv_sec=0, tv_nsec=1000})", (void *)&word), 240,
		 &word, 0, 4, ts);
	mask[0] = 1 << (SIGINT - 1);
	six[0] = (uint32_t)(long)mask;
	six[1] = 8;
	expect32_as("pselect6(0, NULL, NULL, NULL, {tv_sec=0, tv_nsec=0}, "
		    "{sigmask=[INT], sigsetsize=8})",
		    "0 (Timeout)", 308, 0, NULL, NULL, NULL, none, six);
	expect32("prctl(PR_SET_NAME, \"other\")", 172, 15, "other");
	expect32("getuid32()", 199);
	expect32("kill(-99999999, SIGTERM)", 37, -99999999, SIGTERM);
	expect32("mkdir(\"d\", 0755)", 39, "d", 0755);
	expect32("rmdir(\"d\")", 40, "d");
	expect32("unlink(NULL)", 10, NULL);
	six[0] = AF_UNIX;
	six[1] = SOCK_STREAM;
	six[2] = 0;
	six[3] = (uint32_t)(long)pair;
	expect32("socketpair(AF_UNIX, SOCK_STREAM, 0, [6, 7])", 102, SYS_SOCKETPAIR, six);
	six[0] = 6;
	six[1] = (uint32_t)(long)data;
	six[2] = 4;
	six[3] = MSG_NOSIGNAL;
	expect32("sendto(6, \"data\", 4, MSG_NOSIGNAL, NULL, 0)", 102, SYS_SENDTO, six);
	six[0] = 7;
	six[1] = (uint32_t)(long)buf;
	expect32("recvfrom(7, \"data\", 4, MSG_NOSIGNAL, NULL, NULL)", 102, SYS_RECVFROM, six);
	expect32("msgget(0x4d, IPC_EXCL|000)", 117, MSGGET, 77, IPC_EXCL);
	expect32("semget(0x4d, 1, 000)", 117, SEMGET, 77, 1, 0);
	id = expect32("semget(IPC_PRIVATE, 1, 0600)", 117, SEMGET, IPC_PRIVATE, 1, 0600);
	ts[1] = 0;
	ts[0] = 7;
	expect32(
		text("semtimedop(%ld, [{sem_num=0, sem_op=1, sem_flg=0}], 1, {tv_sec=7, tv_nsec=0})",
		     id),
		117, SEMTIMEDOP, id, 1, 0, operation, ts);
	expect32(text("semtimedop(%ld, NULL, 1, NULL)", id), 117, SEMTIMEDOP, id, 1);
	unsaid(SYS_semctl, id, 0, IPC_RMID);
	id = expect32("shmget(IPC_PRIVATE, 4096, IPC_CREAT|0600)", 117, SHMGET, IPC_PRIVATE, 4096,
		      IPC_CREAT | 0600);
	expect32_as(text("shmat(%ld, 0x21000000, 0)", id), "0x21000000", 117, SHMAT, id, 0, &word,
		    0x21000000);
	expect32("shmdt(0x21000000)", 117, SHMDT, 0, 0, 0, 0x21000000);
	unsaid(SYS_shmctl, id, IPC_RMID, NULL);
}
