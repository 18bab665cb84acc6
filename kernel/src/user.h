/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reading user memory where a page fault is not allowed.
 *
 * The usual functions check that the kernel side is one object of the right
 * size, which for a ring (a mapping of many pages) takes hundreds of
 * instructions. Here the caller has the room: fx_capture.end.
 */
#ifndef FX_USER_H
#define FX_USER_H

#include <linux/kasan-checks.h>
#include <linux/mm.h>
#include <linux/uaccess.h>
#include <asm/word-at-a-time.h>

/**
 * fx_user_copy - copy as much of user memory as is resident
 * @to: kernel memory, room for @bytes
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
	kasan_check_write(to, bytes);
	pagefault_disable();
	left = raw_copy_from_user(to, p, bytes);
	pagefault_enable();
	return bytes - left;
}

/**
 * fx_user_string - copy a string as far as it is resident
 * @to: kernel memory, room for @room bytes
 * @from: user address, any value
 * @room: the most to copy
 *
 * Never sleeps. Reads whole words, but none that could cross into a page that
 * the string does not reach.
 *
 * Return: its length without the NUL; @room when there is no NUL so far; or
 * -EFAULT, with what could be read in @to.
 */
static inline long fx_user_string(u8 *to, u64 from, size_t room)
{
	const struct word_at_a_time constants = WORD_AT_A_TIME_CONSTANTS;
	size_t in_page = PAGE_SIZE - offset_in_page(from);
	long done = 0;
	u8 byte;

	if (unlikely(!access_ok((const void __user *)from, room)))
		room = 0;
	if (!room || !user_read_access_begin((const void __user *)from, room))
		return -EFAULT;
	pagefault_disable();
	while (done + sizeof(unsigned long) <= min(room, in_page)) {
		unsigned long word, zeros;

		unsafe_get_user(word, (unsigned long __user *)(from + done), fault);
		*(unsigned long *)(to + done) = word;
		if (has_zero(word, &zeros, &constants)) {
			zeros = prep_zero_mask(word, zeros, &constants);
			done += find_zero(create_zero_mask(zeros));
			goto out;
		}
		done += sizeof(unsigned long);
	}
	for (; done < room; done++) {
		unsafe_get_user(byte, (u8 __user *)(from + done), fault);
		to[done] = byte;
		if (!byte)
			break;
	}
out:
	pagefault_enable();
	user_read_access_end();
	return done;
fault:
	pagefault_enable();
	user_read_access_end();
	return -EFAULT;
}

#endif
