// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.cli.Intrusion;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Someone breaks in; every step is found by the questions, as it was. */
@Tag("long")
class IntrusionIT {
  @TempDir private Path out;

  @Test
  void isFoundStepByStep() throws Exception {
    Guest.Result result =
        Guest.sharing(out)
            .timeout(400)
            .run(
                "bash %s/scripts/lib/intrusion-scenario $FORENSIX $MODULE $TESTS/typist $OUT"
                    .formatted(Guest.project()));
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(out.resolve("auditinfo")).content().containsPattern("(?m)^lost +0$");
    new Intrusion(out).check();
  }
}
