/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Descriptors that a call makes and does not always return.
 */
#ifndef FX_MADE_H
#define FX_MADE_H

#include "capture.h"

void fx_made_capture(struct fx_capture *c, const struct fx_op *op);
void fx_made_received(struct fx_capture *c, unsigned int arg, const struct fx_message *m);
bool fx_made_meet(struct fx_task *task, const struct fx_op *op);

#endif
