// SPDX-License-Identifier: GPL-2.0
/*
 * The capture table. The rows are made from syscalls.tbl by gen/table.awk.
 */
#include <linux/kernel.h>
#include "table.h"

#include "table_rows.h"

/* A number without a row: recorded with its arguments and nothing else. */
const struct fx_row fx_row_unknown;
const u32 fx_rows_x86_64_count = ARRAY_SIZE(fx_rows_x86_64);
const u32 fx_rows_ia32_count = ARRAY_SIZE(fx_rows_ia32);
