// SPDX-License-Identifier: Apache-2.0
package io.forensix.ring;

import java.io.IOException;
import java.util.List;

/** Where rings are: the device, or a file that a program in user space writes. */
public interface RingSource extends AutoCloseable {
  /** Waits without end, in {@link #await}. */
  int FOREVER = -1;

  /** Returns the rings, one for each CPU. */
  List<Ring> rings();

  /**
   * Waits until a ring has records worth draining, {@link #wake} is called, or time is up.
   *
   * @param millis how long at most, or {@link #FOREVER}
   * @return false when there was no need to wait
   * @throws IOException when the wait fails
   */
  boolean await(int millis) throws IOException;

  /**
   * Waits until {@link #wake} is called or time is up, whatever the rings have.
   *
   * @param millis how long at most
   * @throws IOException when the wait fails
   */
  void pause(int millis) throws IOException;

  /** Ends the current wait, or else the next one. Any thread may call this at any time. */
  void wake();

  /**
   * Lets tasks that wait for room look again.
   *
   * @throws IOException when the kernel refuses
   */
  void wakeHeld() throws IOException;

  /**
   * Ends recording.
   *
   * @return true when no more records will come; false when tasks are still about to write, so that
   *     the caller has to drain and ask again
   * @throws IOException when the kernel refuses
   */
  boolean stop() throws IOException;

  @Override
  void close() throws IOException;
}
