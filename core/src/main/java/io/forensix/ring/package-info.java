// SPDX-License-Identifier: Apache-2.0

/**
 * The kernel module as its reader sees it: the device, one ring of shared memory for each CPU, and
 * the loop that carries records from there to a sink.
 */
package io.forensix.ring;
