// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

/** Shell functions for the guest around {@code forensix record}. */
final class Recorder {
  /**
   * {@code record_start} loads the module and begins to record into {@code /tmp/archive}, {@code
   * record_stop} ends it by SIGTERM, unloads, and copies the archive to {@code $OUT/archive};
   * {@code counter NAME} is a number of /proc/auditinfo, {@code counted NAME} puts it into COUNT;
   * with RECORD_OPTIONS; {@code record_begin} and {@code record_end} are the same without the
   * module; {@code nap} waits for so many seconds, or a tenth.
   */
  static final String SHELL =
      """
      ARCHIVE=/tmp/archive
      RECORD_OPTIONS=()
      # Without a program: a session that is spared must not fill the rings by its waiting.
      counted() {
        local lines line
        mapfile -t lines < /proc/auditinfo
        for line in "${lines[@]}"; do
          if [[ $line == "$1 "* ]]; then COUNT=${line#* }; return; fi
        done
      }
      counter() {
        counted "$1"
        echo $COUNT
      }
      exec {NAP}<> <(:)
      nap() {
        read -rt ${1:-0.1} -u $NAP || true
      }
      record_begin() {
        "$FORENSIX" record "$ARCHIVE" "${RECORD_OPTIONS[@]}" &
        RECORDER=$!
        until counted recording && ((COUNT)) && counted reader && ((COUNT)); do
          kill -0 $RECORDER || { wait $RECORDER; exit 1; }
          nap
        done
      }
      record_start() {
        insmod "$MODULE" "$@"
        record_begin
      }
      record_end() {
        kill -TERM $RECORDER
        wait $RECORDER
      }
      record_stop() {
        record_end
        cat /proc/auditinfo > $OUT/auditinfo
        rmmod forensix
        cp -r --sparse=always "$ARCHIVE" $OUT/archive
      }
      """;

  private Recorder() {}
}
