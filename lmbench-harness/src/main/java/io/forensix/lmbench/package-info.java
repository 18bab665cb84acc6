// SPDX-License-Identifier: Apache-2.0

/**
 * Runs lmbench under a real kernel in the guest, in four settings of the module, and compares the
 * figures.
 *
 * <p>{@link io.forensix.lmbench.Benchmark} is a row of the table of what is run; {@link
 * io.forensix.lmbench.GuestRun} boots a guest for a {@link io.forensix.lmbench.Setting}; what the
 * guest leaves is read by {@link io.forensix.lmbench.GuestResults}; {@link
 * io.forensix.lmbench.Report} prints and keeps it, {@link io.forensix.lmbench.Baseline} compares
 * it, and {@link io.forensix.lmbench.Page} draws it.
 */
package io.forensix.lmbench;
