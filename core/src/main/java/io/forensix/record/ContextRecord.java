// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.fx_identity;

/** Who a task is from here on: {@code struct fx_identity}. */
public final class ContextRecord extends RecordHead {
  private static final long CONTEXT = fx_identity.context$offset();

  private final Context context = new Context();

  /** Returns who the task is now; the same view each time. */
  public Context context() {
    context.move(segment, offset + CONTEXT);
    return context;
  }
}
