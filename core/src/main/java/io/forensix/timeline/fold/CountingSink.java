// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.timeline.span.CredentialSpan;
import io.forensix.timeline.span.DescriptorSpan;
import io.forensix.timeline.span.DirectorySpan;
import io.forensix.timeline.span.Disagreement;
import io.forensix.timeline.span.FileSpan;
import io.forensix.timeline.span.MountSpan;
import io.forensix.timeline.span.NameSpan;
import io.forensix.timeline.span.ProcessSpan;
import io.forensix.timeline.span.ProgramSpan;
import io.forensix.timeline.span.SessionSpan;
import io.forensix.timeline.span.ThreadSpan;
import io.forensix.timeline.span.TimelineSink;

/** Hands all on, and counts the spans. */
final class CountingSink implements TimelineSink {
  private final TimelineSink to;
  private long count;

  CountingSink(TimelineSink to) {
    this.to = to;
  }

  long count() {
    return count;
  }

  @Override
  public void process(ProcessSpan span) {
    count++;
    to.process(span);
  }

  @Override
  public void thread(ThreadSpan span) {
    count++;
    to.thread(span);
  }

  @Override
  public void program(ProgramSpan span) {
    count++;
    to.program(span);
  }

  @Override
  public void descriptor(DescriptorSpan span) {
    count++;
    to.descriptor(span);
  }

  @Override
  public void file(FileSpan span) {
    count++;
    to.file(span);
  }

  @Override
  public void name(NameSpan span) {
    count++;
    to.name(span);
  }

  @Override
  public void mount(MountSpan span) {
    count++;
    to.mount(span);
  }

  @Override
  public void directory(DirectorySpan span) {
    count++;
    to.directory(span);
  }

  @Override
  public void credential(CredentialSpan span) {
    count++;
    to.credential(span);
  }

  @Override
  public void session(SessionSpan span) {
    count++;
    to.session(span);
  }

  @Override
  public void disagreement(Disagreement disagreement) {
    to.disagreement(disagreement);
  }
}
