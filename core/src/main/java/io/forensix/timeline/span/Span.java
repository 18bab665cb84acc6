// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.span;

/**
 * Something that was so from one time up to, but not at, another; both are ns of CLOCK_MONOTONIC of
 * the recording.
 */
public sealed interface Span
    permits ProcessSpan,
        ThreadSpan,
        ProgramSpan,
        DescriptorSpan,
        FileSpan,
        NameSpan,
        MountSpan,
        DirectorySpan,
        CredentialSpan,
        SessionSpan {
  /** The end of what has not ended as far as the records go. */
  long OPEN = Long.MAX_VALUE;

  /** Returns from when on it was so. */
  long from();

  /** Returns until when it was so; {@link #OPEN} where no end is on record. */
  long to();
}
