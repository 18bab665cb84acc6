// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import java.util.List;

/**
 * Data of a call that is not itself on record.
 *
 * @param time when the first of it was written, ns of CLOCK_MONOTONIC
 * @param tgid the process
 * @param tid the thread
 * @param entered when the call was entered
 * @param payloads the data
 */
public record Stray(long time, int tgid, int tid, long entered, List<Payload> payloads) {}
