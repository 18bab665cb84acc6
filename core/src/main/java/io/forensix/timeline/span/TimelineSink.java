// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.span;

/**
 * Takes the spans of a timeline, each when it has ended; of those that are open, as many times as
 * it is asked for them ({@link Span#OPEN}). Spans come in the order of their ends. What a sink does
 * not ask for is passed over.
 */
public interface TimelineSink {
  /** Takes the life of a process. */
  default void process(ProcessSpan span) {}

  /** Takes the life of a thread. */
  default void thread(ThreadSpan span) {}

  /** Takes a program that a process ran. */
  default void program(ProgramSpan span) {}

  /** Takes what a descriptor pointed to. */
  default void descriptor(DescriptorSpan span) {}

  /** Takes an open file; of a socket, with its addresses. */
  default void file(FileSpan span) {}

  /** Takes a name of a file. */
  default void name(NameSpan span) {}

  /** Takes a mount. */
  default void mount(MountSpan span) {}

  /** Takes a working or root directory. */
  default void directory(DirectorySpan span) {}

  /** Takes who a thread was. */
  default void credential(CredentialSpan span) {}

  /** Takes a session. */
  default void session(SessionSpan span) {}

  /** Takes a record at which lineage and kernel differ; not a span. */
  default void disagreement(Disagreement disagreement) {}
}
