// SPDX-License-Identifier: Apache-2.0

/**
 * The system calls of Linux as {@code kernel/syscalls.tbl} describes them: one row a call, with its
 * name, groups, result and arguments.
 */
package io.forensix.syscall;
