// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Each path of docs/openapi.yaml, asked of the sample: its form, and what is known to be true. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebApiTest {
  private static final String WRITE = "2026-11-24T22:51:37.172481469Z";
  private static final String HOST = "/api/hosts/archive";

  /** Of process 531, which has written to /etc/passwd. */
  private static final String WRITER = "1-531-127128722354";

  private final Set<String> asked = new TreeSet<>();
  private Description description;
  private Served served;

  @BeforeAll
  void serve(@TempDir Path folder) throws IOException, InterruptedException {
    description = Description.read();
    served = Served.sample(folder);
  }

  @AfterAll
  void end() {
    served.close();
    assertThat(served.faults()).isEmpty();
    assertThat(asked)
        .as("questions that a test asks")
        .isEqualTo(new TreeSet<>(description.operations().keySet()));
  }

  private static String coded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Asks, and checks the form of the answer. */
  private JsonNode ask(String id, String path) throws IOException, InterruptedException {
    Description.Operation operation = described(id, path);
    HttpResponse<String> answer = served.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains(operation.type());
    description.check(id, answer.body());
    return Description.parse(answer.body());
  }

  private Description.Operation described(String id, String path) {
    asked.add(id);
    Description.Operation operation = description.operations().get(id);
    assertThat(operation).as(id).isNotNull();
    String[] parts = path.split("\\?", 2);
    assertThat(parts[0]).matches(operation.fits());
    for (String parameter : parts.length == 1 ? new String[0] : parts[1].split("&")) {
      assertThat(operation.parameters()).contains(parameter.split("=")[0]);
    }
    return operation;
  }

  private static List<String> all(JsonNode rows, String field) {
    List<String> all = new ArrayList<>();
    rows.forEach(row -> all.add(row.get(field).asString()));
    return all;
  }

  @Test
  void hosts() throws Exception {
    JsonNode hosts = ask("hosts", "/api/hosts").get("hosts");
    assertThat(all(hosts, "host")).containsExactly("archive");
    JsonNode host = ask("host", HOST);
    assertThat(host.at("/machines/0/name").asString()).isEqualTo("harbor");
    assertThat(host.at("/counts/sessions").asInt()).isEqualTo(1);
    assertThat(host.at("/lost").asInt()).isZero();
  }

  @Test
  void activity() throws Exception {
    JsonNode whole = ask("activity", HOST + "/activity?buckets=7");
    int events = ask("host", HOST).at("/counts/events").asInt();
    int sum = 0;
    for (JsonNode bucket : whole.get("buckets")) {
      sum += bucket.get("events").asInt();
      assertThat(bucket.get("bucket").asInt()).isBetween(0, 6);
    }
    assertThat(sum).isEqualTo(events);
    JsonNode second =
        ask(
            "activity",
            HOST + "/activity?from=2026-11-24T22:51:37Z&to=2026-11-24T22:51:38Z&buckets=1");
    String count =
        "SELECT count(*) FROM event WHERE time >= '2026-11-24 22:51:37' AND time < '2026-11-24"
            + " 22:51:38'";
    assertThat(second.at("/buckets/0/events").asInt()).isEqualTo(one(count).asInt());
    assertThat(second.get("step_ns").asLong()).isEqualTo(1_000_000_000L);
    JsonNode losses = ask("losses", HOST + "/losses?from=%2B0").get("rows");
    assertThat(losses).isEmpty();
  }

  private JsonNode sql(String json) throws Exception {
    described("sql", HOST + "/sql");
    HttpResponse<String> answer = served.post(HOST + "/sql", json);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    description.check("sql", answer.body());
    return Description.parse(answer.body());
  }

  private JsonNode one(String query) throws Exception {
    return sql("{\"sql\": \"" + query + "\"}").at("/rows/0/0");
  }

  @Test
  void whoWroteAndReadAFile() throws Exception {
    JsonNode writers = ask("fileWriters", HOST + "/files/writers?path=/etc/passwd").get("rows");
    assertThat(writers).hasSize(1);
    assertThat(writers.at("/0/time").asString()).isEqualTo(WRITE);
    assertThat(writers.at("/0/process").asString()).isEqualTo(WRITER);
    assertThat(writers.at("/0/fd").asInt()).isEqualTo(1);
    assertThat(writers.at("/0/bytes").asInt()).isEqualTo(24);
    assertThat(writers.at("/0/command").asString()).isEqualTo("sh kit user 0");
    JsonNode readers =
        ask("fileReaders", HOST + "/files/readers?path=/etc/shadow&from=2026-11-24T22:51:49Z");
    assertThat(all(readers.get("rows"), "comm")).containsExactly("grep", "grep");
    JsonNode page = ask("fileReaders", HOST + "/files/readers?path=/etc/shadow&limit=1&offset=1");
    assertThat(page.get("rows")).hasSize(1);
    assertThat(page.get("more").asBoolean()).isTrue();
    JsonNode names = ask("fileNames", HOST + "/files/names?path=/usr/lib/fontd").get("rows");
    assertThat(all(names, "path")).contains("/usr/lib/fontd");
  }

  @Test
  void whatWasInAFile() throws Exception {
    JsonNode content = ask("fileContent", HOST + "/files/content?path=/etc/cron.d/fonts");
    assertThat(new String(Base64.getDecoder().decode(content.get("data").asString())))
        .isEqualTo("@reboot root /usr/lib/fontd listen\n");
    assertThat(content.get("known").asBoolean()).isTrue();
    assertThat(content.at("/extents/0/process").asString()).startsWith("1-521-");
    JsonNode cut = ask("fileContent", HOST + "/files/content?path=/etc/cron.d/fonts&bytes=7");
    assertThat(new String(Base64.getDecoder().decode(cut.get("data").asString())))
        .isEqualTo("@reboot");
    JsonNode diff =
        ask(
            "fileDiff",
            HOST
                + "/files/diff?path=/etc/passwd&from=2026-11-24T22:51:37.104964455Z"
                + "&to=2026-11-24T22:51:37.176705940Z");
    JsonNode lines = diff.at("/hunks/0/lines");
    assertThat(diff.get("hunks")).hasSize(1);
    assertThat(diff.at("/hunks/0/old_line").asInt()).isEqualTo(24);
    assertThat(all(lines, "kind")).containsExactly("same", "same", "same", "added");
    assertThat(lines.at("/3/text").asString()).isEqualTo("eve::0:0::/root:/bin/sh");
  }

  @Test
  void whereAProcessComesFrom() throws Exception {
    JsonNode detail = ask("process", HOST + "/processes/531");
    assertThat(detail.at("/process/process").asString()).isEqualTo(WRITER);
    assertThat(detail.at("/session/id").asInt()).isEqualTo(1);
    JsonNode line = ask("ancestors", HOST + "/processes/" + WRITER + "/ancestors").get("rows");
    assertThat(all(line, "pid")).startsWith("531", "530", "529", "527", "521", "490", "483");
    assertThat(all(line, "depth")).startsWith("0", "1", "2");
    for (int i = 1; i < line.size(); i++) {
      assertThat(line.get(i).get("process")).isEqualTo(line.get(i - 1).get("parent"));
    }
    JsonNode below = ask("descendants", HOST + "/processes/521/descendants").get("rows");
    assertThat(all(below, "pid")).contains("531", "532", "545", "557").doesNotContain("490");
    JsonNode shell = ask("process", HOST + "/processes/532").get("shell");
    assertThat(shell.get("command").asString()).startsWith("-bash");
    JsonNode execs = ask("execs", HOST + "/processes/545/execs").get("rows");
    assertThat(all(execs, "path"))
        .containsExactly("/usr/lib/fontd", "/usr/bin/setpriv", "/usr/bin/busybox", "/bin/sh");
    JsonNode named = ask("processes", HOST + "/processes?name=wget").get("rows");
    assertThat(all(named, "pid")).containsExactly("496");
    JsonNode then = ask("processes", HOST + "/processes?uid=1002&at=2026-11-24T22:51:27Z");
    assertThat(all(then.get("rows"), "comm")).containsExactly("bash");
  }

  @Test
  void whatAProcessHadOpen() throws Exception {
    String path = HOST + "/processes/531/descriptors";
    JsonNode all = ask("descriptors", path + "?fd=1").get("rows");
    assertThat(all(all, "path")).containsExactly("/dev/pts/0", "/etc/passwd", "/dev/pts/0");
    JsonNode then = ask("descriptors", path + "?fd=1&open_at=" + WRITE).get("rows");
    assertThat(all(then, "path")).containsExactly("/etc/passwd");
    JsonNode line = ask("lineage", path + "/1/lineage?open_at=" + WRITE).get("rows");
    assertThat(all(line, "pid")).containsExactly("531", "531", "530", "529", "527", "521", "521");
    assertThat(all(line, "cause"))
        .containsExactly("dup", "fork", "fork", "fork", "fork", "dup", "open");
    JsonNode sums = ask("transfers", HOST + "/processes/531/transfers").get("rows");
    JsonNode passwd = null;
    for (JsonNode row : sums) {
      passwd = row.get("path").asString().equals("/etc/passwd") ? row : passwd;
    }
    assertThat(passwd).isNotNull();
    assertThat(passwd.get("written_bytes").asInt()).isEqualTo(24);
    JsonNode io = ask("io", HOST + "/processes/531/io?fd=1&path=/etc/passwd").get("rows");
    assertThat(io).hasSize(1);
    assertThat(new String(Base64.getDecoder().decode(io.at("/0/data").asString())))
        .isEqualTo("eve::0:0::/root:/bin/sh\n");
    JsonNode cut = ask("io", HOST + "/processes/531/io?path=/home/mallory/kit&width=64");
    assertThat(Base64.getDecoder().decode(cut.at("/rows/0/data").asString())).hasSize(64);
    assertThat(cut.at("/rows/0/data_bytes").asInt()).isEqualTo(675);
    assertThat(cut.get("values_cut").asInt()).isPositive();
  }

  /** Page by page by cursor, or by offset, come the same rows; no more, no less. */
  @Test
  void callsOfAProcess() throws Exception {
    String path = HOST + "/processes/521/calls";
    JsonNode summary = ask("callsSummary", path + "/summary?family=true");
    JsonNode whole = ask("calls", path + "?family=true&limit=10000");
    int count = summary.get("count").asInt();
    assertThat(whole.get("rows")).hasSize(count);
    List<String> cursors = all(whole.get("rows"), "cursor");
    List<String> paged = new ArrayList<>();
    JsonNode page = ask("calls", path + "?family=true&limit=700");
    paged.addAll(all(page.get("rows"), "cursor"));
    while (page.get("more").asBoolean()) {
      page = ask("calls", path + "?family=true&limit=700&cursor=" + page.get("next").asString());
      paged.addAll(all(page.get("rows"), "cursor"));
    }
    assertThat(paged).isEqualTo(cursors);
    JsonNode jumped = ask("calls", path + "?family=true&limit=3&offset=" + (count - 3));
    assertThat(all(jumped.get("rows"), "cursor")).isEqualTo(cursors.subList(count - 3, count));
    JsonNode shadow =
        ask("calls", path + "?family=true&text=SHADOW&call=" + coded("%path") + "&failed=false");
    assertThat(all(shadow.get("rows"), "text"))
        .containsExactly("openat(AT_FDCWD, \"/etc/shadow\", O_RDONLY|O_NOCTTY) = 3");
    JsonNode failed = ask("calls", path + "?failed=true&call=access");
    assertThat(all(failed.get("rows"), "error")).isNotEmpty().containsOnly("ENOENT");
    JsonNode sums = ask("callsSummary", path + "/summary?failed=true");
    long sum = 0;
    for (JsonNode row : sums.get("calls")) {
      assertThat(row.get("count")).isEqualTo(row.get("failed"));
      sum += row.get("count").asLong();
    }
    assertThat(sum).isPositive().isEqualTo(sums.get("count").asLong());
  }

  @Test
  void sessions() throws Exception {
    JsonNode sessions = ask("sessions", HOST + "/sessions").get("rows");
    assertThat(all(sessions, "tty")).containsExactly("pts/0");
    JsonNode session = ask("session", HOST + "/sessions/1");
    JsonNode commands = session.get("commands");
    assertThat(all(commands, "command"))
        .contains("login", "-bash", "su keeper", "/var/tmp/.font -p", "sh kit user 0")
        .hasSize(sessions.at("/0/commands").asInt());
    double before = 0;
    for (JsonNode command : commands) {
      assertThat(command.get("seconds").asDouble()).isGreaterThanOrEqualTo(before);
      before = command.get("seconds").asDouble();
    }
    described("sessionRecording", HOST + "/sessions/1/recording");
    HttpResponse<String> cast = served.get(HOST + "/sessions/1/recording");
    assertThat(cast.headers().firstValue("Content-Type")).contains("application/x-asciicast");
    List<String> lines = cast.body().lines().toList();
    assertThat(Description.parse(lines.getFirst()).get("width").asInt())
        .isEqualTo(session.at("/recording/columns").asInt());
    double last = Description.parse(lines.getLast()).get(0).asDouble();
    assertThat(session.at("/recording/seconds").asDouble())
        .isCloseTo(last, org.assertj.core.data.Offset.offset(0.001));
  }

  @Test
  void graphs() throws Exception {
    JsonNode back = ask("graph", HOST + "/graph?direction=back&path=/usr/lib/fontd");
    assertThat(all(back.get("nodes"), "label"))
        .contains("/usr/lib/fontd", "cp kit /usr/lib/fontd", "login")
        .contains("TCP:[127.0.0.1:58730->127.0.0.1:8080]");
    List<String> ids = all(back.get("nodes"), "id");
    for (JsonNode edge : back.get("edges")) {
      assertThat(ids).contains(edge.get("from").asString(), edge.get("to").asString());
    }
    String node = back.at("/roots/0").asString();
    JsonNode step = ask("graph", HOST + "/graph?direction=back&depth=1&node=" + coded(node));
    assertThat(all(step.get("nodes"), "pid")).contains("532").doesNotContain("483");
    JsonNode forward = ask("graph", HOST + "/graph?direction=forward&process=531&depth=3");
    assertThat(all(forward.get("nodes"), "label")).contains("/etc/passwd");
  }

  @Test
  void search() throws Exception {
    JsonNode found = ask("search", HOST + "/search?q=FONTD");
    assertThat(all(found.get("paths"), "path")).containsExactly("/usr/lib/fontd");
    assertThat(all(found.get("commands"), "command")).contains("cp kit /usr/lib/fontd");
    assertThat(all(found.get("terminal"), "text"))
        .contains("cp kit /usr/lib/fontd; chmod 755 /usr/lib/fontd");
    assertThat(all(found.get("terminal"), "session")).containsOnly("1");
    JsonNode users = ask("search", HOST + "/search?q=1002&in=users").get("users");
    assertThat(all(users, "uid")).containsExactly("1002");
    JsonNode address = ask("search", HOST + "/search?q=:4444&in=addresses&limit=1");
    assertThat(all(address.get("addresses"), "pid")).containsExactly("545");
    JsonNode much = ask("search", HOST + "/search?q=e&limit=1");
    assertThat(much.get("terminal")).hasSize(1);
    assertThat(much.get("more").toString()).contains("paths", "commands", "terminal");
  }

  @Test
  void sqlAndSchema() throws Exception {
    JsonNode answer =
        sql(
            """
            {"sql": "SELECT pid, command FROM commands WHERE command LIKE $like ORDER BY time",
             "parameters": {"like": "sh kit user%"}, "limit": 2}\
            """);
    assertThat(answer.get("rows")).hasSize(2);
    assertThat(answer.at("/rows/0/1").asString()).isEqualTo("sh kit user 3");
    assertThat(answer.get("more").asBoolean()).isTrue();
    assertThat(all(answer.get("columns"), "name")).containsExactly("pid", "command");
    assertThat(one("SELECT 9007199254740993").asString()).isEqualTo("9007199254740993");
    assertThat(one("SELECT 9007199254740991").isNumber()).isTrue();
    assertThat(sql("{\"sql\": \"SELECT 1 AS a, 2 AS a;\"}").at("/rows/0/1").asInt()).isEqualTo(2);
    assertThat(sql("{\"sql\": \"EXPLAIN SELECT 1\"}").get("rows")).isNotEmpty();
    HttpResponse<String> wrong =
        served.post(HOST + "/sql", "{\"sql\": \"SELECT call::INTEGER FROM event\"}");
    assertThat(Description.parse(wrong.body()).get("detail").asString())
        .contains("Could not convert string");
    JsonNode relations = ask("schema", "/api/schema").get("relations");
    assertThat(all(relations, "name")).contains("event", "io", "sessions");
  }

  /** Lines of a stream, up to one that is wanted. */
  private List<String> stream(String path, String until) throws Exception {
    HttpResponse<InputStream> answer =
        served
            .client()
            .send(served.request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
    List<String> lines = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
        if (line.equals(until)) {
          lines.add(in.readLine());
          break;
        }
      }
    }
    return lines;
  }

  @Test
  void live() throws Exception {
    String path = HOST + "/live?backlog=3&call=openat";
    described("live", path);
    List<String> lines = stream(path, "event: index");
    List<String> data =
        lines.stream()
            .filter(line -> line.startsWith("data: "))
            .map(line -> line.substring(6))
            .toList();
    assertThat(data).hasSize(4);
    for (String event : data.subList(0, 3)) {
      description.checkOne("Event", event);
      assertThat(Description.parse(event).get("call").asString()).isEqualTo("openat");
    }
    description.checkOne("Index", data.getLast());
  }

  /** A question that would run for long is seen, and cancelled. */
  @Test
  void progressAndCancel() throws Exception {
    String endless =
        "{\"sql\": \"SELECT count(*) FROM event a, event b, event c WHERE hash(a.seq, b.seq, c.seq) = 7\"}";
    CompletableFuture<HttpResponse<String>> answer =
        CompletableFuture.supplyAsync(() -> {
          try {
            return served.post(HOST + "/sql", endless, "X-Forensix-Query", "endless");
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    described("progress", "/api/queries/endless");
    List<String> lines = stream("/api/queries/endless", "event: progress");
    description.checkOne("Progress", lines.getLast().substring(6));
    described("cancel", "/api/queries/endless/cancel");
    assertThat(served.post("/api/queries/endless/cancel", "").statusCode()).isEqualTo(204);
    HttpResponse<String> ended = answer.get(10, java.util.concurrent.TimeUnit.SECONDS);
    assertThat(ended.statusCode()).isEqualTo(499);
    description.checkOne("Problem", ended.body());
    assertThat(stream("/api/queries/endless", "event: end")).contains("event: end");
    assertThat(served.post("/api/queries/endless/cancel", "").statusCode()).isEqualTo(404);
  }
}
