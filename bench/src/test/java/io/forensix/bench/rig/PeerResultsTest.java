// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From the lines of bench/peers/guest to the table of recorders. */
class PeerResultsTest {
  private static final List<Peer> PEERS = List.of(Peer.FORENSIX, Peer.LTTNG, Peer.SYSDIG);

  private static PeerResults read(String... lines) {
    return PeerResults.read(Map.of("kernel", "6.1"), PEERS, List.of(PeerWork.NULL), List.of(lines));
  }

  @Test
  void aCallCostsWhatItTakesLongerThanUnrecorded() {
    PeerResults results =
        read("cost\tnone\tnull\t344", "cost\tsysdig\tnull\t1352", "cost\tsysdig\tnull\t1356");
    PeerSummary summary = results.summaries(PeerWork.NULL).getFirst();
    assertThat(summary.peer()).isEqualTo(Peer.SYSDIG);
    assertThat(summary.added()).isEqualTo(new Statistics(1010, 1008, 1012, 2));
    assertThat(results.faults()).isEmpty();
  }

  @Test
  void whatIsMissingAtFullSpeedIsShownAndNoFault() {
    PeerResults results =
        read("flood\t1\tsysdig\tnull\t500\t0.5\t500\t400\t200\t800000000\t40000\t2000\t0.5");
    PeerSummary summary = results.summaries(PeerWork.NULL).getFirst();
    assertThat(summary.slowdown()).isEqualTo(new Statistics(4, 4, 4, 1));
    assertThat(summary.cpu()).isNotNull();
    assertThat(summary.cpu().median()).isCloseTo(2000, within(1e-6));
    assertThat(PeerText.of(results)).contains("20.00 %").contains("says lost");
    assertThat(PeerHtml.of(results)).contains("<svg").contains("20.00 %");
    assertThat(PeerJson.of(results)).contains("\"made\":500,\"recorded\":400,\"says_lost\":200");
    assertThat(results.faults()).isEmpty();
  }

  @Test
  void theTimeOfConsumersIsToldByThread() {
    String flood = "\tsysdig\tnull\t9\t0.5\t1000009\t1000000\t-1\t800000000\t40000\t9\t0.5";
    PeerResults results =
        read(
            "start\t1\tsysdig\t3000000000",
            "flood\t1" + flood,
            "thread\t1\tsysdig\tnull\t750000000\treader of events",
            "thread\t1\tsysdig\tnull\t7999999\tidle",
            "flood\t2" + flood,
            "thread\t2\tsysdig\tnull\t250000000\treader of events");
    PeerSummary summary = results.summaries(PeerWork.NULL).getFirst();
    assertThat(summary.threads())
        .containsExactlyEntriesOf(Map.of("reader of events", new Statistics(0.5, 0.25, 0.75, 2)));
    assertThat(summary.lost()).isEmpty();
    assertThat(results.starts()).containsEntry(Peer.SYSDIG, new Statistics(3, 3, 3, 1));
    assertThat(PeerText.of(results))
        .contains("CPU of sysdig by thread: reader of events 0.50 (0.25-0.75)")
        .contains("CPU of sysdig until it records: 3.00 (3.00-3.00) s");
    assertThat(PeerJson.of(results)).contains("\"reader of events\":{\"median\":0.5");
    assertThat(PeerHtml.of(results)).contains("reader of events");
  }

  @Test
  void whoMissesSomeOfABurstOrLeavesSomethingBehindIsWrong() {
    PeerResults results =
        read(
            "found\tlttng\tnull\t4400\t4399\t0",
            "cost\tnone\tnull\t344",
            "cost\tafter-lttng\tnull\t400",
            "nonsense");
    assertThat(results.faults()).hasSize(3);
    assertThat(String.join(" ", results.faults())).contains("nonsense", "4399", "left something");
  }

  @Test
  void whoCannotBeHadIsNamedWithTheReason() {
    PeerResults results = read("missing\tlttng\tno such package", "cost\tnone\tnull\t344");
    assertThat(PeerText.of(results)).contains("MISSING: lttng: no such package");
    assertThat(PeerJson.of(results)).contains("\"lttng\":\"no such package\"");
  }
}
