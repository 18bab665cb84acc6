// SPDX-License-Identifier: GPL-2.0
/* Clocks and timers. */
#include <sys/time.h>
#include <sys/times.h>
#include <sys/timex.h>
#include <time.h>
#include "calls.h"

static struct timespec ts, other;

FAMILY(clocks, "clock_gettime clock_settime clock_getres clock_nanosleep nanosleep gettimeofday "
	       "settimeofday time times adjtimex clock_adjtime")
{
	static struct timeval tv;
	static struct timezone tz;
	static struct tms tms;
	static struct timex tx;
	static long when;

	unsaid(SYS_clock_gettime, CLOCK_REALTIME, &ts);
	unsaid(SYS_clock_gettime, CLOCK_MONOTONIC, &ts);
	unsaid(SYS_clock_gettime, CLOCK_PROCESS_CPUTIME_ID, &ts);
	unsaid(SYS_clock_gettime, CLOCK_TAI, NULL);
	unsaid(SYS_clock_gettime, 99, &ts);
	unsaid(SYS_clock_gettime, -6, &ts);
	unsaid(SYS_clock_gettime, -13, &ts);
	ts = (struct timespec){ 5, 2000000000 };
	expect("clock_settime(CLOCK_REALTIME, {tv_sec=5, tv_nsec=2000000000})", SYS_clock_settime,
	       CLOCK_REALTIME, &ts);
	unsaid(SYS_clock_settime, CLOCK_MONOTONIC, &ts);
	unsaid(SYS_clock_settime, CLOCK_REALTIME, NULL);
	unsaid(SYS_clock_getres, CLOCK_BOOTTIME, &ts);
	expect("clock_getres(CLOCK_MONOTONIC_RAW, NULL)", SYS_clock_getres, CLOCK_MONOTONIC_RAW,
	       NULL);
	unsaid(SYS_clock_getres, 10, &ts);
	ts = (struct timespec){ 0, 1000 };
	expect("nanosleep({tv_sec=0, tv_nsec=1000}, NULL)", SYS_nanosleep, &ts, NULL);
	unsaid(SYS_nanosleep, &ts, &other);
	ts.tv_nsec = -5;
	unsaid(SYS_nanosleep, &ts, &other);
	expect("nanosleep(NULL, NULL)", SYS_nanosleep, NULL, NULL);
	ts.tv_nsec = 7;
	expect("clock_nanosleep(CLOCK_MONOTONIC, 0, {tv_sec=0, tv_nsec=7}, NULL)",
	       SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &ts, NULL);
	unsaid(SYS_clock_nanosleep, CLOCK_REALTIME, TIMER_ABSTIME, &ts, &other);
	unsaid(SYS_clock_nanosleep, CLOCK_REALTIME, 0, &ts, &other);
	unsaid(SYS_clock_nanosleep, 77, 2, &ts, NULL);
	unsaid(SYS_gettimeofday, &tv, NULL);
	unsaid(SYS_gettimeofday, &tv, &tz);
	unsaid(SYS_gettimeofday, NULL, NULL);
	unsaid(SYS_gettimeofday, FX_NOWHERE, NULL);
	tv.tv_usec = 1000001;
	unsaid(SYS_settimeofday, &tv, NULL);
	unsaid(SYS_settimeofday, FX_NOWHERE, &tz);
	unsaid(SYS_time, &when);
	unsaid(SYS_time, NULL);
	unsaid(SYS_times, &tms);
	unsaid(SYS_times, NULL);
	unsaid(SYS_times, FX_NOWHERE);
	unsaid(SYS_adjtimex, &tx);
	unsaid(SYS_adjtimex, NULL);
	tx.modes = 0x8001;
	unsaid(SYS_adjtimex, &tx);
	tx.modes = 0;
	unsaid(SYS_clock_adjtime, CLOCK_REALTIME, &tx);
	unsaid(SYS_clock_adjtime, CLOCK_MONOTONIC, &tx);
}

FAMILY(timers, "getitimer setitimer timer_create timer_settime timer_gettime timer_getoverrun "
	       "timer_delete timerfd_create timerfd_settime timerfd_gettime")
{
	static struct itimerval itv, oitv;
	static struct itimerspec its, oits;
	static struct sigevent event;
	static int id;
	static uint64_t count;

	unsaid(SYS_getitimer, ITIMER_REAL, &oitv);
	itv.it_value.tv_sec = 1000;
	itv.it_interval.tv_usec = 5;
	unsaid(SYS_setitimer, ITIMER_VIRTUAL, &itv, NULL);
	unsaid(SYS_setitimer, ITIMER_VIRTUAL, &itv, &oitv);
	unsaid(SYS_getitimer, ITIMER_VIRTUAL, &oitv);
	unsaid(SYS_setitimer, ITIMER_PROF, NULL, NULL);
	itv.it_value.tv_usec = -1;
	unsaid(SYS_setitimer, 77, &itv, &oitv);
	unsaid(SYS_getitimer, 77, NULL);
	event.sigev_notify = SIGEV_SIGNAL;
	event.sigev_signo = SIGUSR1;
	event.sigev_value.sival_int = 42;
	unsaid(SYS_timer_create, CLOCK_MONOTONIC, &event, &id);
	event.sigev_notify = SIGEV_NONE;
	unsaid(SYS_timer_create, CLOCK_REALTIME, &event, &id);
	unsaid(SYS_timer_create, CLOCK_REALTIME, NULL, &id);
	event.sigev_notify = SIGEV_THREAD_ID;
	unsaid(SYS_timer_create, CLOCK_REALTIME, &event, &id);
	event.sigev_notify = 77;
	unsaid(SYS_timer_create, CLOCK_REALTIME, &event, &id);
	unsaid(SYS_timer_create, 12, NULL, &id);
	its.it_value.tv_sec = 1000000000;
	unsaid(SYS_timer_settime, 0, 0, &its, NULL);
	unsaid(SYS_timer_settime, 0, TIMER_ABSTIME, &its, &oits);
	unsaid(SYS_timer_settime, 0, 6, NULL, &oits);
	unsaid(SYS_timer_gettime, 1, &oits);
	unsaid(SYS_timer_gettime, 0, &oits);
	unsaid(SYS_timer_gettime, 99, &oits);
	expect("timer_getoverrun(0)", SYS_timer_getoverrun, 0);
	expect("timer_getoverrun(-1)", SYS_timer_getoverrun, -1);
	expect("timer_delete(1)", SYS_timer_delete, 1);
	expect("timer_delete(1)", SYS_timer_delete, 1);
	expect("timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC|TFD_NONBLOCK)", SYS_timerfd_create,
	       CLOCK_MONOTONIC, 0x80800);
	unsaid(SYS_timerfd_create, CLOCK_PROCESS_CPUTIME_ID, 0);
	unsaid(SYS_timerfd_create, CLOCK_REALTIME, 1);
	its.it_value = (struct timespec){ 0, 1 };
	unsaid(SYS_timerfd_settime, 3, 0, &its, &oits);
	unsaid(SYS_timerfd_settime, 3, 3, &its, NULL);
	unsaid(SYS_timerfd_settime, 3, 0xf0, &its, NULL);
	unsaid(SYS_timerfd_settime, 0, 0, &its, NULL);
	unsaid(SYS_timerfd_gettime, 3, &oits);
	unsaid(SYS_timerfd_gettime, -1, &oits);
	unsaid(SYS_timerfd_gettime, 3, NULL);
	unsaid(SYS_read, 3, &count, 8);
}
