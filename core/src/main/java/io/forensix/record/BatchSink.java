// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import java.io.IOException;

/** Takes batches of records. */
@FunctionalInterface
public interface BatchSink {
  /**
   * Takes a batch. When this returns the records are safe and their place in the ring is handed
   * back; when it throws, none of them counts as taken and the same batch will be offered again.
   *
   * @throws IOException when the records could not be kept
   */
  void accept(RecordBatch batch) throws IOException;
}
