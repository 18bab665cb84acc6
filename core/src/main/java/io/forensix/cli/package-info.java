// SPDX-License-Identifier: Apache-2.0

/**
 * The command line: one class a command. Only here is anything printed, and only here does it exit.
 */
package io.forensix.cli;
