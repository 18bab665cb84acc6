// SPDX-License-Identifier: GPL-2.0
/*
 * One bug of each kind that the debug kernel is there to find. Whoever relies on its silence
 * loads this first, and sees that it would not have been silent.
 */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

static DEFINE_MUTEX(first);
static DEFINE_MUTEX(second);
/* Not constants, or the compiler would see. */
static volatile int sixty_four = 64;
static volatile int one = 1;

static noinline void planted_overflow(void)
{
	volatile char *p = kmalloc(64, GFP_KERNEL);

	if (p)
		p[sixty_four] = 0;
	kfree((void *)p);
}

/* Within the last page, behind which there is a guard. */
static noinline void planted_vmalloc_overflow(void)
{
	volatile char *p = vmalloc(PAGE_SIZE - 100);

	if (p)
		p[PAGE_SIZE - 100 + one * 50] = 0;
	vfree((void *)p);
}

static noinline void planted_stale(void)
{
	volatile char *p = kmalloc(200, GFP_KERNEL);

	kfree((void *)p);
	if (p)
		p[one] = 0;
}

static noinline void planted_shift(void)
{
	pr_info("planted: %llu\n", 1ull << sixty_four);
}

static noinline void planted_sleep(void)
{
	preempt_disable();
	might_sleep();
	preempt_enable();
}

static noinline void planted_leak(void)
{
	char *p = kmalloc(1234, GFP_KERNEL);

	pr_info("planted: leaked %s\n", p ? "1234 bytes" : "nothing");
}

static noinline void planted_inversion(void)
{
	mutex_lock(&first);
	mutex_lock(&second);
	mutex_unlock(&second);
	mutex_unlock(&first);
	mutex_lock(&second);
	mutex_lock(&first);
	mutex_unlock(&first);
	mutex_unlock(&second);
}

static int __init planted_init(void)
{
	/* First: lockdep is off after its own report, and after one of KASAN. */
	planted_inversion();
	planted_overflow();
	planted_vmalloc_overflow();
	planted_stale();
	planted_shift();
	planted_sleep();
	planted_leak();
	return 0;
}

static void __exit planted_exit(void)
{
}

module_init(planted_init);
module_exit(planted_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Bugs on purpose");
