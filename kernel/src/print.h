/* SPDX-License-Identifier: GPL-2.0 */
/* Every message of the module says whose it is. Included before all else. */
#ifndef FX_PRINT_H
#define FX_PRINT_H
#define pr_fmt(fmt) "forensix: " fmt
#endif
