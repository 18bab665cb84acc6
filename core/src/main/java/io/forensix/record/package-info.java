// SPDX-License-Identifier: Apache-2.0

/**
 * The bytes of a record as the kernel lays them down: flyweights over a memory segment, cursors
 * that walk records and items and trust no length, and the check that no sequence number is
 * missing.
 *
 * <p>The layout is that of {@code kernel/include/uapi/forensix.h}; every offset comes from the
 * bindings made from it. Nothing here copies or re-encodes a record.
 */
package io.forensix.record;
