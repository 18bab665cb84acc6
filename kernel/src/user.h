/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reading user memory where a page fault is not allowed.
 */
#ifndef FX_USER_H
#define FX_USER_H

#include <linux/uaccess.h>

/**
 * fx_user_copy - copy as much of user memory as is resident
 * @to: kernel memory
 * @from: user address, any value
 * @bytes: how much
 *
 * Never sleeps: a fault ends the copy. A range that leaves the user's half of
 * the address space is not touched.
 *
 * Return: bytes copied.
 */
static inline size_t fx_user_copy(void *to, u64 from, size_t bytes)
{
	const void __user *p = (const void __user *)from;
	size_t left;

	if (unlikely(!access_ok(p, bytes)))
		return 0;
	pagefault_disable();
	left = __copy_from_user_inatomic(to, p, bytes);
	pagefault_enable();
	return bytes - left;
}

#endif
