// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bad situations that a person gets into: each gives one clear line and an exit code of its kind,
 * and leaves the archive as it was.
 */
@Tag("long")
class SituationsIT {
  @TempDir private Path out;

  private record Situation(String name, int exitCode, String pattern) {}

  private static final List<Situation> SITUATIONS =
      List.of(
          new Situation("not-loaded", 3, "(?s).*not loaded.*forensix load.*"),
          new Situation("stat-not-loaded", 3, "(?s).*not loaded.*"),
          new Situation("unload-not-loaded", 3, "(?s).*not loaded.*"),
          new Situation("other-abi", 5, "(?s).*99.*2.*|(?s).*2.*99.*"),
          new Situation("not-root", 4, "(?s).*root.*"),
          new Situation("load-twice", 1, "(?s).*already.*"),
          new Situation("second-reader", 6, "(?s).*(another|already).*"),
          new Situation("not-writable", 7, "(?s).*/readonly.*"),
          new Situation("full", 7, "(?s).*(full|free|space).*"),
          new Situation("damaged", 8, "(?s).*block.*"),
          new Situation("usage", 2, "(?s).*"));

  @Test
  void eachIsSaidInALine() throws Exception {
    Guest.Result result =
        Guest.sharing(out)
            .timeout(900)
            .run(
                Recorder.SHELL
                    + """
                    # try NAME COMMAND...: keeps what it says and its exit code.
                    try() {
                      local name=$1 code=0
                      shift
                      timeout 60 "$@" > $OUT/$name.out 2> $OUT/$name.err || code=$?
                      echo $code > $OUT/$name.code
                    }
                    try not-loaded $FORENSIX record /tmp/a
                    try stat-not-loaded $FORENSIX stat
                    try unload-not-loaded $FORENSIX unload
                    try usage $FORENSIX record
                    insmod ${MODULE%/*}-abi99/forensix.ko
                    try other-abi $FORENSIX record /tmp/a
                    rmmod forensix
                    record_start
                    try not-root setpriv --reuid=65534 --regid=65534 --clear-groups $FORENSIX record /tmp/b
                    try load-twice $FORENSIX load --module $MODULE
                    try second-reader $FORENSIX record /tmp/b
                    record_end
                    mkdir /tmp/readonly && mount -t tmpfs -o ro tmpfs /tmp/readonly
                    try not-writable $FORENSIX record /tmp/readonly/a
                    mkdir /tmp/small && mount -t tmpfs -o size=2m tmpfs /tmp/small
                    try full $FORENSIX record /tmp/small/a
                    rmmod forensix
                    cp -r --sparse=always $ARCHIVE $OUT/archive
                    cp -r --sparse=always $ARCHIVE /tmp/damaged
                    $FORENSIX verify $ARCHIVE
                    file=$(ls -S /tmp/damaged/*.cq4 | head -1)
                    # In the midst of what is written, not in the hole behind it.
                    used=$(($(du -B1 $file | cut -f1) / 2))
                    printf '\\\\xff\\\\x00\\\\xff\\\\x00' | dd of=$file bs=1 seek=$used conv=notrunc status=none
                    try damaged $FORENSIX verify /tmp/damaged
                    """);
    assertThat(result.exitCode()).as(result.output()).isZero();
    SoftAssertions softly = new SoftAssertions();
    for (Situation situation : SITUATIONS) {
      String said =
          Files.readString(out.resolve(situation.name() + ".out"))
              + Files.readString(out.resolve(situation.name() + ".err"));
      String code = Files.readString(out.resolve(situation.name() + ".code")).strip();
      softly
          .assertThat(code)
          .as(situation.name() + ": " + said)
          .isEqualTo(Integer.toString(situation.exitCode()));
      softly.assertThat(said).as(situation.name()).matches(situation.pattern());
      softly.assertThat(said).as(situation.name()).doesNotContain("Exception", "\tat ");
      if (situation.exitCode() != 2 && situation.exitCode() != 8) {
        softly.assertThat(said.strip().lines()).as(situation.name() + ": " + said).hasSize(1);
      }
    }
    softly.assertAll();
  }
}
