// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.span;

import java.util.List;
import java.util.Set;

/**
 * A program that a process ran: one after the other, exec after exec.
 *
 * @param process the process
 * @param number 0 for its first, then one more with each exec
 * @param path the path as it was given to exec; of one that was found, the kernel's path
 * @param file the file that runs; {@link FileKey#UNKNOWN} where it is not on record
 * @param arguments the command line
 * @param environment the environment; empty where it is not on record
 * @param comm the command name
 * @param from the exec; for the first, the process's {@code from}
 * @param to the next exec, or the end of the process
 * @param cause {@link Cause#EXEC}, {@link Cause#FORK} (the parent's program), {@link Cause#FOUND}
 * @param begun the EXEC, FORK or TASK record
 * @param end {@link End#EXEC}, {@link End#EXIT}, {@link End#UNSEEN} or none
 * @param ended the record of the end
 * @param doubts what is not certain
 */
public record ProgramSpan(
    ProcessKey process,
    int number,
    String path,
    FileKey file,
    List<String> arguments,
    List<String> environment,
    String comm,
    long from,
    long to,
    Cause cause,
    Source begun,
    End end,
    Source ended,
    Set<Doubt> doubts)
    implements Span {}
