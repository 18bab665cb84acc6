// SPDX-License-Identifier: GPL-2.0
/*
 * The capture table. The rows are made from syscalls.tbl by gen/table.awk.
 */
#include <linux/kernel.h>
#include <linux/nospec.h>
#include "table.h"

#include "table_rows.h"

/* A number without a row: recorded with its arguments and nothing else. */
static const struct fx_row fx_unknown;

/**
 * fx_row - how a call is captured
 * @abi: enum fx_abi
 * @nr: number of the call; any value, it comes from user space
 *
 * Return: its row; never NULL.
 */
const struct fx_row *fx_row(unsigned int abi, u32 nr)
{
	if (abi == FX_ABI_IA32) {
		if (nr >= ARRAY_SIZE(fx_rows_ia32))
			return &fx_unknown;
		return &fx_rows_ia32[array_index_nospec(nr, ARRAY_SIZE(fx_rows_ia32))];
	}
	if (nr >= ARRAY_SIZE(fx_rows_x86_64))
		return &fx_unknown;
	return &fx_rows_x86_64[array_index_nospec(nr, ARRAY_SIZE(fx_rows_x86_64))];
}
