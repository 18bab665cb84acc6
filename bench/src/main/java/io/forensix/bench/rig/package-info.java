// SPDX-License-Identifier: Apache-2.0
/**
 * The command {@code forensix bench}: real workloads under the real recorder. {@link
 * io.forensix.bench.rig.BenchCommand} is where it begins, on the host; {@link
 * io.forensix.bench.rig.Rig} runs where the module is loaded, in the guest or on the host, and
 * leaves a file of {@link io.forensix.bench.rig.Cell}s; {@link io.forensix.bench.rig.Results} are
 * what they come to, and the reports show that.
 */
@NullMarked
package io.forensix.bench.rig;

import org.jspecify.annotations.NullMarked;
