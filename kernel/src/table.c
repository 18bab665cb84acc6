// SPDX-License-Identifier: GPL-2.0
/*
 * The capture table. The rows are made from syscalls.tbl by gen/table.awk.
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include "table.h"

#include "table_rows.h"

/* A number without a row: recorded with its arguments and nothing else. */
const struct fx_row fx_row_unknown;
const u32 fx_rows_x86_64_count = ARRAY_SIZE(fx_rows_x86_64);
const u32 fx_rows_ia32_count = ARRAY_SIZE(fx_rows_ia32);

/**
 * fx_call_name - what a call is called
 * @abi: enum fx_abi
 * @nr: number of the call
 *
 * Return: its name in the table, or NULL.
 */
const char *fx_call_name(unsigned int abi, u32 nr)
{
	if (abi == FX_ABI_IA32)
		return nr < ARRAY_SIZE(fx_names_ia32) ? fx_names_ia32[nr] : NULL;
	return nr < ARRAY_SIZE(fx_names_x86_64) ? fx_names_x86_64[nr] : NULL;
}

/**
 * fx_call_groups - the groups of a call
 * @abi: enum fx_abi
 * @nr: number of the call
 *
 * Return: a mask as fx_group_mask() has it; 0 for a call without a row.
 */
u64 fx_call_groups(unsigned int abi, u32 nr)
{
	if (abi == FX_ABI_IA32)
		return nr < ARRAY_SIZE(fx_masks_ia32) ? fx_masks_ia32[nr] : 0;
	return nr < ARRAY_SIZE(fx_masks_x86_64) ? fx_masks_x86_64[nr] : 0;
}

/**
 * fx_group_mask - a group by its name
 * @name: as the table has it
 *
 * Return: its bit, or 0 when there is no such group.
 */
u64 fx_group_mask(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(fx_groups); i++)
		if (!strcmp(fx_groups[i], name))
			return 1ULL << i;
	return 0;
}
