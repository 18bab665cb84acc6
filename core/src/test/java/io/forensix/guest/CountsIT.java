// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How often each call is made by real programs: in one run, {@code strace -c -f} counts and the
 * module records. For each call both numbers are equal, how often it was made and how often it
 * failed.
 *
 * <p>Neither counts a call that did not return (exit_group, exit, and what a thread was in when it
 * was killed): strace tells of a call when it returns, and of those the archive has no result.
 *
 * <p>A thousand forks and a build of the module take minutes: {@code scripts/test counts} has them.
 */
class CountsIT {
  private static final String WORKLOADS =
      System.getProperty("forensix.counts", "find clone unpack");

  private static final CallCounts.Count NONE = new CallCounts.Count(0, 0);
  private static final int AT_LEAST = 500;

  /** The folder of a run that is to be compared again. */
  private static final String AGAIN = System.getProperty("forensix.counts.again", "");

  @TempDir private Path out;

  @Test
  void eachCallAsOftenAsStraceCounts() throws Exception {
    Path run = AGAIN.isEmpty() ? out : Path.of(AGAIN);
    if (AGAIN.isEmpty()) {
      record();
    }
    Map<String, Integer> roots = new LinkedHashMap<>();
    for (String workload : WORKLOADS.split(" ")) {
      roots.put(
          workload, Integer.valueOf(Files.readString(run.resolve(workload + ".pid")).strip()));
    }
    CallCounts counts = CallCounts.read(run.resolve("archive"), roots.values());
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, Integer> workload : roots.entrySet()) {
      Map<String, CallCounts.Count> theirs =
          CallCounts.strace(run.resolve(workload.getKey() + ".strace"));
      Map<String, CallCounts.Count> ours = counts.of(workload.getValue());
      TreeSet<String> names = new TreeSet<>(theirs.keySet());
      names.addAll(ours.keySet());
      for (String name : names) {
        if (!ours.getOrDefault(name, NONE).equals(theirs.getOrDefault(name, NONE))) {
          differences.add(
              workload.getKey()
                  + " "
                  + name
                  + ": strace "
                  + theirs.get(name)
                  + ", we "
                  + ours.get(name));
        }
      }
      assertThat(theirs.values().stream().mapToLong(CallCounts.Count::calls).sum())
          .as(workload.getKey())
          .isGreaterThan(AT_LEAST);
    }
    Files.write(Guest.project().resolve("target/counts.diff"), differences);
    assertThat(counts.faults()).isEmpty();
    assertThat(counts.lost()).isZero();
    assertThat(differences).isEmpty();
  }

  private void record() throws IOException, InterruptedException {
    Guest.Result result =
        Guest.sharing(out)
            .memory("8G")
            .timeout(7200)
            .run(
                Recorder.SHELL
                    + """
                    find_files() { find /usr/lib/git-core /etc -name '*a*'; }
                    clone() { git clone -q file:///tmp/origin /tmp/copy; }
                    unpack() { dpkg -x /tmp/made.deb /tmp/unpacked; }
                    forks() { for i in $(seq 1000); do (:); done; }
                    build() { make -s -C $1/kernel KDIR=$2 OUT=/tmp/module; }
                    # What the workloads need, before anything is recorded.
                    KDIR=${FORENSIX_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/forensix}/kernels/6.1/build
                    export HOME=/tmp GIT_CONFIG_NOSYSTEM=1
                    git config --global user.name fx && git config --global user.email fx@localhost
                    git init -q /tmp/origin
                    cp -r /etc/default /etc/init.d /tmp/origin
                    git -C /tmp/origin add . && git -C /tmp/origin commit -q -m first
                    mkdir -p /tmp/made/DEBIAN /tmp/made/usr
                    cp -r /etc/init.d /tmp/made/usr
                    printf 'Package: made\\nVersion: 1\\nArchitecture: all\\nMaintainer: m\\nDescription: d\\n' \\
                      > /tmp/made/DEBIAN/control
                    dpkg-deb -b /tmp/made /tmp/made.deb > /dev/null
                    count() {
                      local name=$1
                      shift
                      strace -f -c -U calls,errors,name -o $OUT/$name.strace \\
                        bash -c 'echo $$ > '$OUT/$name.pid'; '"$*" > $OUT/$name.out 2>&1
                    }
                    record_start
                    for name in %s; do
                      case $name in
                        find) count find "$(declare -f find_files); find_files" ;;
                        build) count build "$(declare -f build); build %s $KDIR" ;;
                        *) count $name "$(declare -f $name); $name" ;;
                      esac
                      echo "$name after $SECONDS s"
                    done
                    record_stop
                    """
                        .formatted(WORKLOADS, Guest.project()));
    assertThat(result.exitCode()).as(result.output()).isZero();
  }
}
