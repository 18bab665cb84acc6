// SPDX-License-Identifier: Apache-2.0

/**
 * Records as lines for people, in the manner of strace. What a type looks like is a row: of {@code
 * constants.txt} (names of numbers), {@code structs.txt} (structures), {@code refine.txt}
 * (arguments that depend on others), or one small formatter here.
 *
 * <p>Recorded bytes never reach the text as they are: everything that is no printable ASCII is
 * escaped, so that no recording can drive a terminal.
 */
package io.forensix.text;
