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
#include <asm/asm.h>
#include <asm/word-at-a-time.h>

/*
 * Where the kernel counts preemption, a fault with preemption off is never served:
 * then there is nothing more to say.
 */
#ifdef CONFIG_PREEMPT_COUNT
static inline void fx_faults_off(void)
{
}

static inline void fx_faults_on(void)
{
}
#else
static inline void fx_faults_off(void)
{
	pagefault_disable();
}

static inline void fx_faults_on(void)
{
	pagefault_enable();
}
#endif

/**
 * fx_user_copy - copy as much of user memory as is resident
 * @to: kernel memory, room for @bytes
 * @from: user address, any value
 * @bytes: how much
 *
 * Preemption is off. Never sleeps: a fault ends the copy. A range that leaves the user's half of
 * the address space is not touched.
 *
 * Return: bytes copied.
 */
static inline size_t fx_user_copy(void *to, u64 from, size_t bytes)
{
	const void __user *p = (const void __user *)from;
	size_t left;

	/* As access_ok(), in one comparison. */
	if (unlikely(bytes > TASK_SIZE_MAX || from > TASK_SIZE_MAX - bytes))
		return 0;
	kasan_check_write(to, bytes);
	fx_faults_off();
	left = raw_copy_from_user(to, p, bytes);
	fx_faults_on();
	return bytes - left;
}

/**
 * fx_user_words - copy whole words, or nothing to speak of
 * @to: kernel memory, room for @bytes
 * @from: user address, any value
 * @bytes: how much, a multiple of 8
 *
 * As fx_user_copy(), without a function call: for structures, which are short.
 *
 * Return: true when all was copied.
 */
static __always_inline bool fx_user_words(void *to, u64 from, size_t bytes)
{
	const void __user *p = (const void __user *)from;
	size_t words = bytes / sizeof(u64);

	if (unlikely(from > TASK_SIZE_MAX - bytes))
		return false;
	__uaccess_begin_nospec();
	kasan_check_write(to, bytes);
	fx_faults_off();
	/* A fault ends the copy; what is left stands in the count. */
	asm volatile("1: rep movsq\n"
		     "2:\n" _ASM_EXTABLE_UA(1b, 2b)
		     : "+c"(words), "+D"(to), "+S"(p)
		     :
		     : "memory");
	fx_faults_on();
	user_read_access_end();
	return !words;
}

/**
 * fx_user_string - copy a string as far as it is resident
 * @to: kernel memory, room for @room bytes
 * @from: user address, any value
 * @room: the most to copy
 *
 * Preemption is off. Never sleeps. Reads whole words, but none that could cross
 * into a page that the string does not reach. What follows the string in its last
 * word is zero in @to: it is of the caller's memory, and no business of a record's.
 *
 * Return: its length without the NUL; @room when there is no NUL so far; or
 * -EFAULT, with what could be read in @to.
 */
static __always_inline long fx_user_string(u8 *to, u64 from, size_t room)
{
	const struct word_at_a_time constants = WORD_AT_A_TIME_CONSTANTS;
	size_t whole = room & -sizeof(u64), done = 0;
	u8 byte;

	if (unlikely(!room || from > TASK_SIZE_MAX - room))
		return -EFAULT;
	if (unlikely(whole > PAGE_SIZE || offset_in_page(from) > PAGE_SIZE - whole))
		whole = (PAGE_SIZE - offset_in_page(from)) & -sizeof(u64);
	__uaccess_begin_nospec();
	fx_faults_off();
	for (; done < whole; done += sizeof(u64)) {
		unsigned long word, zeros;

		unsafe_get_user(word, (unsigned long __user *)(from + done), fault);
		if (has_zero(word, &zeros, &constants)) {
			/* The lowest bit set is the top one of the first zero byte. */
			*(unsigned long *)(to + done) = word & (zeros ^ (zeros - 1)) >> 8;
			done += __ffs(zeros) / 8;
			goto out;
		}
		*(unsigned long *)(to + done) = word;
	}
	for (; done < room; done++) {
		unsafe_get_user(byte, (u8 __user *)(from + done), fault);
		if (!(done % sizeof(u64)) && room - done >= sizeof(u64))
			*(unsigned long *)(to + done) = 0;
		to[done] = byte;
		if (!byte)
			break;
	}
out:
	fx_faults_on();
	user_read_access_end();
	return done;
fault:
	fx_faults_on();
	user_read_access_end();
	return -EFAULT;
}

#endif
