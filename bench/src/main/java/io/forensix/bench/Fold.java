// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import io.forensix.record.RecordHead;
import io.forensix.timeline.Call;
import io.forensix.timeline.CallJoin;
import io.forensix.timeline.EventSink;
import io.forensix.timeline.FileTable;
import io.forensix.timeline.ProcessTable;
import io.forensix.timeline.Stray;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;

/** Records are merged, calls joined with their data, and processes and open files folded. */
public class Fold extends SampleFiles {
  /** The stage. */
  @Benchmark
  public Object fold(Work work) throws IOException {
    Folded to = new Folded();
    CallJoin join = new CallJoin(to);
    Merge.all(
        work,
        record -> {
          join.accept(record);
          to.processes.accept(record);
          to.files.accept(record);
        });
    join.end();
    return to;
  }

  /** What the records come to. */
  private static final class Folded implements EventSink {
    final ProcessTable processes = new ProcessTable();
    final FileTable files = new FileTable();
    long payloads;

    @Override
    public void call(Call call) {
      payloads += call.payloads().size();
    }

    @Override
    public void stray(Stray stray) {
      Sample.refuse(stray);
    }

    @Override
    public void record(RecordHead record) {
      payloads++;
    }
  }
}
