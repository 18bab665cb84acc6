// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import io.forensix.syscall.SyscallTable;
import io.forensix.timeline.fold.Timeline;
import io.forensix.timeline.span.DescriptorSpan;
import io.forensix.timeline.span.FileSpan;
import io.forensix.timeline.span.NameSpan;
import io.forensix.timeline.span.ProcessSpan;
import io.forensix.timeline.span.TimelineSink;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;

/** Records are merged and folded into spans: processes, descriptors, files, names, sessions. */
public class Spans extends SampleFiles {
  /** The stage. */
  @Benchmark
  public long spans(Work work) throws IOException {
    Taken to = new Taken();
    Timeline timeline = new Timeline(SyscallTable.builtIn(), to);
    Merge.all(work, timeline::accept);
    timeline.end();
    timeline.open(to);
    return to.spans;
  }

  /** Looks at each span. */
  private static final class Taken implements TimelineSink {
    long spans;

    @Override
    public void process(ProcessSpan span) {
      spans += span.from() & 1;
    }

    @Override
    public void descriptor(DescriptorSpan span) {
      spans += span.fd();
    }

    @Override
    public void file(FileSpan span) {
      spans += span.family();
    }

    @Override
    public void name(NameSpan span) {
      spans += span.path().length;
    }
  }
}
