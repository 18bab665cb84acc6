/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The device /dev/forensix.
 */
#ifndef FX_CONTROL_H
#define FX_CONTROL_H

int fx_control_init(void);
void fx_control_exit(void);

#endif
