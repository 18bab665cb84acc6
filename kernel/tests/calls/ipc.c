// SPDX-License-Identifier: GPL-2.0
/* System V IPC and POSIX message queues. */
#include <mqueue.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include "calls.h"

static struct timespec ts = { 0, 1000 };

FAMILY(shared, "shmget shmat shmdt shmctl semget semop semctl semtimedop msgget msgsnd msgrcv "
	       "msgctl")
{
	static struct shmid_ds shm;
	static struct semid_ds sem;
	static struct msqid_ds msq;
	static struct sembuf ops[2] = { { 0, 1, 0 }, { 1, -1, IPC_NOWAIT | SEM_UNDO } };
	static unsigned short values[2] = { 3, 4 };
	static struct {
		long type;
		char text[32];
	} message = { 5, "message" };
	long id;

	id = unsaid(SYS_shmget, IPC_PRIVATE, 4096, IPC_CREAT | 0600);
	unsaid(SYS_shmget, 0x1234, 4096, IPC_CREAT | IPC_EXCL | 0644 | SHM_NORESERVE);
	unsaid(SYS_shmget, 0x7777, 1, 0);
	unsaid(SYS_shmget, 0x7777, 0, IPC_CREAT | 0x80000000);
	expect_as(text("shmat(%ld, 0x21000000, 0)", id), "0x21000000", SYS_shmat, id, 0x21000000,
		  0);
	unsaid(SYS_shmat, id, 0x22000005, SHM_RND | SHM_RDONLY | SHM_REMAP);
	unsaid(SYS_shmat, -1, NULL, 0);
	unsaid(SYS_shmctl, id, IPC_STAT, &shm);
	unsaid(SYS_shmctl, id, IPC_SET, &shm);
	unsaid(SYS_shmctl, id, SHM_LOCK, NULL);
	unsaid(SYS_shmctl, id, IPC_STAT, NULL);
	unsaid(SYS_shmctl, id, 99, NULL);
	unsaid(SYS_shmctl, -1, IPC_RMID, NULL);
	expect("shmdt(0x21000000)", SYS_shmdt, 0x21000000);
	unsaid(SYS_shmdt, 0x22000000);
	unsaid(SYS_shmdt, NULL);
	unsaid(SYS_shmctl, id, IPC_RMID, NULL);
	unsaid(SYS_shmctl, unsaid(SYS_shmget, 0x1234, 0, 0), IPC_RMID, NULL);
	id = unsaid(SYS_semget, IPC_PRIVATE, 2, 0600);
	unsaid(SYS_semget, 0x4321, 0, 0);
	unsaid(SYS_semget, 0x4321, -1, IPC_CREAT | 0777);
	unsaid(SYS_semop, id, ops, 2);
	unsaid(SYS_semop, id, ops, 1);
	unsaid(SYS_semop, id, NULL, 1);
	unsaid(SYS_semop, id, ops, 0);
	unsaid(SYS_semtimedop, id, ops, 1, &ts);
	ops[0].sem_op = -20;
	unsaid(SYS_semtimedop, id, ops, 1, &ts);
	unsaid(SYS_semtimedop, -1, ops, 1, NULL);
	unsaid(SYS_semctl, id, 0, SETVAL, 7);
	unsaid(SYS_semctl, id, 0, GETVAL);
	unsaid(SYS_semctl, id, 1, GETPID);
	unsaid(SYS_semctl, id, 0, SETALL, values);
	unsaid(SYS_semctl, id, 0, GETALL, values);
	unsaid(SYS_semctl, id, 0, IPC_STAT, &sem);
	unsaid(SYS_semctl, id, 0, IPC_SET, &sem);
	unsaid(SYS_semctl, id, 0, IPC_STAT, NULL);
	unsaid(SYS_semctl, -1, 0, IPC_SET, &sem);
	unsaid(SYS_semctl, id, 0, 99, NULL);
	unsaid(SYS_semctl, id, 0, IPC_RMID);
	unsaid(SYS_semctl, id, 0, IPC_RMID, NULL);
	id = unsaid(SYS_msgget, IPC_PRIVATE, 0600);
	unsaid(SYS_msgget, 0x99, IPC_CREAT | IPC_EXCL | 0666);
	unsaid(SYS_msgget, 0x98, 0);
	unsaid(SYS_msgsnd, id, &message, 7, 0);
	unsaid(SYS_msgsnd, id, &message, 7, IPC_NOWAIT);
	unsaid(SYS_msgsnd, id, &message, -1, 0);
	unsaid(SYS_msgsnd, id, NULL, 5, 0);
	unsaid(SYS_msgctl, id, IPC_STAT, &msq);
	unsaid(SYS_msgrcv, id, &message, 32, 0, 0);
	unsaid(SYS_msgrcv, id, &message, 3, 5, MSG_NOERROR);
	unsaid(SYS_msgrcv, id, &message, 3, -9, IPC_NOWAIT | MSG_EXCEPT | MSG_COPY);
	unsaid(SYS_msgrcv, -1, NULL, 3, 0, 0);
	unsaid(SYS_msgctl, id, IPC_SET, &msq);
	unsaid(SYS_msgctl, id, MSG_INFO, NULL);
	unsaid(SYS_msgctl, id, 77, NULL);
	unsaid(SYS_msgctl, id, IPC_RMID, NULL);
	unsaid(SYS_msgctl, unsaid(SYS_msgget, 0x99, 0), IPC_RMID, NULL);
}

FAMILY(queues, "mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr")
{
	static struct mq_attr attr = { .mq_maxmsg = 4, .mq_msgsize = 64 }, old;
	static char buf[64];
	static unsigned int priority;
	static struct sigevent event = { .sigev_notify = SIGEV_NONE };

	unsaid(SYS_mq_open, "q", O_RDWR | O_CREAT | O_NONBLOCK, 0600, &attr);
	unsaid(SYS_mq_open, "q", O_RDONLY | O_CREAT | O_EXCL, 0600, NULL);
	unsaid(SYS_mq_open, "none", O_RDONLY, 0, NULL);
	unsaid(SYS_mq_open, NULL, O_WRONLY | O_CLOEXEC, 0, NULL);
	unsaid(SYS_mq_timedsend, 3, "message", 7, 5, NULL);
	unsaid(SYS_mq_timedsend, 3, "message", 7, 5, &ts);
	unsaid(SYS_mq_timedsend, 3, "message", 65, 0, NULL);
	unsaid(SYS_mq_timedsend, 0, "message", 7, 99999, NULL);
	unsaid(SYS_mq_timedreceive, 3, buf, 64, &priority, NULL);
	unsaid(SYS_mq_timedreceive, 3, buf, 64, NULL, &ts);
	unsaid(SYS_mq_timedreceive, 3, buf, 64, &priority, NULL);
	unsaid(SYS_mq_timedreceive, 3, buf, 4, &priority, NULL);
	unsaid(SYS_mq_notify, 3, &event);
	unsaid(SYS_mq_notify, 3, NULL);
	unsaid(SYS_mq_notify, -1, NULL);
	unsaid(SYS_mq_getsetattr, 3, NULL, &old);
	attr.mq_flags = 0;
	unsaid(SYS_mq_getsetattr, 3, &attr, &old);
	unsaid(SYS_mq_getsetattr, 0, NULL, NULL);
	expect("mq_unlink(\"q\")", SYS_mq_unlink, "q");
	expect("mq_unlink(\"q\")", SYS_mq_unlink, "q");
	unsaid(SYS_mq_unlink, NULL);
}
