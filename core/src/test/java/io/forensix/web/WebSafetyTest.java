// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What those try who mean harm: other sites, other machines, and who asks in SQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebSafetyTest {
  private static final String HOST = "/api/hosts/archive";
  private static final String TOKEN = "k5Wq0-sample_token";

  private Description description;
  private Served served;
  private Served far;

  @BeforeAll
  void serve(@TempDir Path folder) throws IOException, InterruptedException {
    description = Description.read();
    served = Served.sample(folder);
    far = Served.archive(folder.resolve("archive"), TOKEN);
  }

  @AfterAll
  void end() {
    far.close();
    served.close();
    assertThat(served.faults()).isEmpty();
    assertThat(far.faults()).isEmpty();
  }

  private void assertProblem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    description.checkOne("Problem", answer.body());
    assertThat(Description.parse(answer.body()).get("status").asInt()).isEqualTo(status);
    for (String field : List.of("title", "detail", "action")) {
      assertThat(Description.parse(answer.body()).get(field).asString()).isNotBlank();
    }
  }

  private String raw(String request) throws IOException {
    return served.raw(request + "\r\nConnection: close\r\n\r\n");
  }

  private String host() {
    return "Host: 127.0.0.1:" + served.port();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../../../../../etc/passwd",
        "/..%2f..%2f..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/page/../../query/tables.sql",
        "/../query/tables.sql",
        "/..\\..\\etc\\passwd",
        "/etc/passwd%00.js",
        "/api/hosts/..%2f..%2fetc",
        "/api/hosts/%2e%2e/sessions",
        "/api/hosts//etc/passwd",
        "/api/../etc/passwd"
      })
  void noPathLeadsOutside(String path) throws IOException {
    String answer = raw("GET " + path + " HTTP/1.1\r\n" + host());
    assertThat(answer).doesNotContain("root:x:").doesNotContain("CREATE TABLE");
    assertThat(answer.lines().findFirst().orElse("")).containsPattern("40[034]|200");
  }

  @Test
  void noRequestWritesAHead() throws IOException {
    for (String path :
        List.of(
            "/api/hosts/x%0d%0aSet-Cookie:%20a=b",
            "/%0d%0aX-Evil:%201",
            "/?token=x%0d%0aX-Evil:%201",
            "/api/hosts/archive/live?call=x%0d%0aX-Evil:%201")) {
      String answer = raw("GET " + path + " HTTP/1.1\r\n" + host());
      String head = answer.split("\r\n\r\n", 2)[0];
      assertThat(head).doesNotContainIgnoringCase("X-Evil:").doesNotContain("a=b");
    }
  }

  @Test
  void anotherNameIsRefused() throws IOException {
    String path = "GET /api/hosts HTTP/1.1\r\n";
    assertThat(raw(path + host())).startsWith("HTTP/1.1 200");
    assertThat(raw(path + "Host: localhost:" + served.port())).startsWith("HTTP/1.1 200");
    // A tunnel begins at another port.
    assertThat(raw(path + "Host: localhost:9000\r\nOrigin: http://localhost:9000"))
        .startsWith("HTTP/1.1 200");
    assertThat(raw(path + host() + "\r\nOrigin: http://127.0.0.1:9000")).startsWith("HTTP/1.1 403");
    for (String host :
        List.of(
            "Host: evil.example:" + served.port(),
            "Host: 127.0.0.1.evil.example:" + served.port(),
            "Host: 127.0.0.2:" + served.port(),
            "Host: [::1]:" + served.port(),
            "Host: 127.0.0.1:x",
            "Host: 127.0.0.1:80@evil.example",
            "Host: evil.example#127.0.0.1",
            "Host:",
            host() + "\r\nHost: evil.example",
            "X-Forwarded-Host: 127.0.0.1:" + served.port())) {
      assertThat(raw(path + host)).as(host).containsPattern("^HTTP/1.1 40[03]");
    }
    assertThat(raw("GET / HTTP/1.1\r\nHost: evil.example")).startsWith("HTTP/1.1 403");
  }

  @Test
  void anotherSiteIsRefused() throws IOException, InterruptedException {
    for (String origin :
        List.of("http://evil.example", "null", "https://127.0.0.1:" + served.port(), "")) {
      assertProblem(served.send(served.request("/api/hosts").header("Origin", origin)), 403);
      HttpRequest.Builder post =
          served
              .request(HOST + "/sql")
              .header("Origin", origin)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{\"sql\": \"SELECT 1\"}"));
      assertProblem(served.send(post), 403);
    }
    String own = "http://127.0.0.1:" + served.port();
    assertThat(served.send(served.request("/api/hosts").header("Origin", own)).statusCode())
        .isEqualTo(200);
    for (String site : List.of("cross-site", "same-site")) {
      assertProblem(served.send(served.request("/api/hosts").header("Sec-Fetch-Site", site)), 403);
    }
  }

  /** What a form of another site can send without asking is no question. */
  @Test
  void onlyJsonIsTaken() throws IOException, InterruptedException {
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
      HttpRequest.Builder post =
          served
              .request(HOST + "/sql")
              .header("Content-Type", type)
              .POST(HttpRequest.BodyPublishers.ofString("{\"sql\": \"SELECT 1\"}"));
      assertProblem(served.send(post), 400);
    }
    assertProblem(served.post(HOST + "/sessions", "{}"), 405);
    assertProblem(served.get(HOST + "/sql"), 405);
    for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS")) {
      HttpRequest.Builder other =
          served.request("/api/hosts").method(method, HttpRequest.BodyPublishers.noBody());
      assertProblem(served.send(other), 405);
    }
    assertThat(served.send(served.request("/api/hosts").HEAD()).body()).isEmpty();
    assertThat(served.send(served.request("/api/hosts").HEAD()).statusCode()).isEqualTo(200);
    assertThat(served.send(served.request(HOST + "/live").HEAD()).statusCode()).isEqualTo(405);
    for (String body :
        List.of(
            "",
            "[]",
            "{",
            "{\"sql\": 1}",
            "{\"sql\": \"SELECT 1\", \"limit\": 0}",
            "{\"sql\": \"SELECT 1\", \"seconds\": 3600}",
            "{\"sql\": [\"SELECT 1\"]}",
            "{\"sql\": \"SELECT $a\"}",
            "[".repeat(100_000))) {
      assertProblem(served.post(HOST + "/sql", body), 400);
    }
    String large = "{\"sql\": \"" + " ".repeat(2 << 20) + "SELECT 1\"}";
    assertProblem(served.post(HOST + "/sql", large), 413);
  }

  @Test
  void eachAnswerTellsTheBrowserWhatItMayDo() throws IOException, InterruptedException {
    for (String path : List.of("/", "/none.js", "/api/hosts", "/api/none", "/api/hosts/none")) {
      HttpResponse<String> answer = served.get(path);
      String policy = answer.headers().firstValue("Content-Security-Policy").orElse("");
      assertThat(policy)
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe-inline")
          .doesNotContain("'unsafe-eval'")
          .doesNotContain("*");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  private int far(String path, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request = far.request(path);
    return far.send(headers.length == 0 ? request : request.headers(headers)).statusCode();
  }

  @Test
  void fromAfarOnlyWithTheToken() throws IOException, InterruptedException {
    for (String path : List.of("/api/hosts", HOST, HOST + "/live", "/api/schema", "/api/none")) {
      assertProblem(far.get(path), 401);
    }
    assertThat(far("/api/hosts", "Authorization", "Bearer " + TOKEN)).isEqualTo(200);
    for (String wrong : List.of("", "k", TOKEN + "x", TOKEN.substring(1), TOKEN.toLowerCase())) {
      assertThat(far("/api/hosts", "Authorization", "Bearer " + wrong)).isEqualTo(401);
      assertThat(far("/api/hosts", "Cookie", "forensix=" + wrong)).isEqualTo(401);
      assertThat(far("/?token=x" + wrong)).isEqualTo(401);
    }
    assertThat(far("/api/hosts?token=" + TOKEN)).isEqualTo(401);
    HttpResponse<String> entry = far.get("/?token=" + TOKEN);
    assertThat(entry.statusCode()).isEqualTo(303);
    assertThat(entry.headers().firstValue("Location")).contains("/");
    String cookie = entry.headers().firstValue("Set-Cookie").orElse("");
    assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/");
    assertThat(far("/api/hosts", "Cookie", "a=b; " + cookie.split(";")[0])).isEqualTo(200);
    assertThat(far.get("/api/hosts").body() + far.get("/").body()).doesNotContain(TOKEN);
    // Nothing wants a token here, and none is good.
    assertProblem(served.get("/?token=" + TOKEN), 401);
  }

  private HttpResponse<String> sql(String sql, int seconds)
      throws IOException, InterruptedException {
    String body =
        new ObjectMapper()
            .createObjectNode()
            .put("sql", sql)
            .put("seconds", seconds)
            .put("limit", 10_000)
            .toString();
    return served.post(HOST + "/sql", body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM event",
        "DROP TABLE event",
        "UPDATE process SET uid = 0",
        "INSERT INTO loss VALUES (1)",
        "CREATE TABLE mine (a INTEGER)",
        "ALTER TABLE event ADD COLUMN mine INTEGER",
        "SELECT 1; DROP TABLE event",
        "SELECT 1) AS t(c1); DROP TABLE event; --",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_blob('/proc/self/environ')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM parquet_scan('/etc/passwd')",
        "SELECT * FROM read_csv('http://127.0.0.1:1/x')",
        "SELECT * FROM sniff_csv('/etc/passwd')",
        "COPY (SELECT 1) TO '/tmp/forensix-web-safety'",
        "COPY event FROM '/etc/passwd'",
        "EXPORT DATABASE '/tmp/forensix-web-safety'",
        "IMPORT DATABASE '/tmp/forensix-web-safety'",
        "ATTACH '/tmp/forensix-web-safety' AS other",
        "ATTACH '/etc/passwd' AS other (READ_ONLY)",
        "INSTALL httpfs",
        "LOAD httpfs",
        "LOAD '/tmp/forensix-web-safety.so'",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SET memory_limit = '100GB'",
        "SET allowed_paths = ['/etc/passwd']",
        "SET allowed_configs = ['memory_limit']",
        "RESET enable_external_access",
        "SET temp_directory = '/tmp'",
        "PRAGMA enable_profiling; SET profiling_output = '/tmp/forensix-web-safety'",
        "CREATE SECRET (TYPE s3, KEY_ID 'a', SECRET 'b')",
        "SELECT getenv('HOME')",
        "SELECT nothing FROM nowhere",
        "SELECT call::INTEGER FROM event",
        "SELEC 1",
        ";",
        "SELECT $missing"
      })
  void nothingIsChangedOrReachedInSql(String sql) throws IOException, InterruptedException {
    HttpResponse<String> answer = sql(sql, 10);
    assertThat(answer.body()).doesNotContain("root:x:").doesNotContain("HOME=");
    // A second statement is passed over where the first one is sound.
    if (!sql.startsWith("SELECT 1;")) {
      assertProblem(answer, 400);
    }
    assertThat(Path.of("/tmp/forensix-web-safety")).doesNotExist();
    String count = sql("SELECT count(*), (SELECT count(*) FROM loss) FROM event", 10).body();
    assertThat(Description.parse(count).at("/rows/0/0").asInt()).isEqualTo(19_322);
    assertThat(Description.parse(count).at("/rows/0/1").asInt()).isZero();
    String setting = "SELECT current_setting('enable_external_access')";
    assertThat(Description.parse(sql(setting, 10).body()).at("/rows/0/0").asBoolean()).isFalse();
  }

  @Test
  void aQuestionEndsAfterItsTime() throws IOException, InterruptedException {
    long began = System.nanoTime();
    HttpResponse<String> answer =
        sql(
            "SELECT count(*) FROM event a, event b, event c WHERE hash(a.seq + b.seq + c.seq) = 7",
            1);
    assertProblem(answer, 504);
    assertThat((System.nanoTime() - began) / 1e9).isBetween(1.0, 15.0);
    assertThat(sql("SELECT 1", 10).statusCode()).isEqualTo(200);
  }

  @Test
  void aLargeAnswerIsCut() throws IOException, InterruptedException {
    HttpResponse<String> value = sql("SELECT repeat('x', 100000000) AS line", 30);
    assertThat(value.statusCode()).as(value.body()).isEqualTo(200);
    assertThat(value.body()).hasSizeLessThan(10_000);
    assertThat(Description.parse(value.body()).get("values_cut").asInt()).isEqualTo(1);
    JsonNode rows = Description.parse(sql("SELECT * FROM range(1000000)", 30).body());
    assertThat(rows.get("rows")).hasSize(10_000);
    assertThat(rows.get("more").asBoolean()).isTrue();
    HttpResponse<String> wide = sql("SELECT repeat(range::VARCHAR, 4000) FROM range(1000000)", 30);
    assertThat(wide.body().length()).isLessThan(20 << 20);
    assertThat(Description.parse(wide.body()).get("more").asBoolean()).isTrue();
    JsonNode list = Description.parse(sql("SELECT range(1000000)", 30).body());
    assertThat(list.at("/rows/0/0").size()).isBetween(1, 5000);
    assertThat(list.get("values_cut").asInt()).isEqualTo(1);
  }

  @Test
  void memoryIsLimited() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        sql("SELECT length(string_agg(repeat('x', 1000000), '')) FROM range(100000)", 20);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(504);
    description.checkOne("Problem", answer.body());
    assertThat(sql("SELECT 1", 10).statusCode()).isEqualTo(200);
  }

  @Test
  void aWrongParameterIsAProblem() throws IOException, InterruptedException {
    List<String> wrong =
        new ArrayList<>(
            List.of(
                "/sessions?limit=0",
                "/sessions?limit=x",
                "/sessions?limit=99999999999999999999",
                "/sessions?width=1",
                "/sessions?width=99999999",
                "/sessions?limit=1&limit=2",
                "/sessions?limit=%25zz",
                "/sessions/x",
                "/sessions/-1",
                "/processes/abc",
                "/processes/1-2",
                "/processes/999999999999-1-1",
                "/processes/531?at=yesterday",
                "/processes/531?at=%2B1e9",
                "/processes/531?at=%2B999999999999",
                "/processes/531?at=9999999-01-01T00:00:00Z",
                "/processes/531/calls?call=nosuch",
                "/processes/531/calls?call=%25nosuch",
                "/processes/531/calls?cursor=1.2.3",
                "/processes/531/calls?cursor=9999999999999999999.1.1.1",
                "/processes/531/calls?failed=maybe",
                "/processes/531/descriptors/x/lineage?open_at=%2B0",
                "/processes/531/descriptors/1/lineage",
                "/files/writers",
                "/files/writers?path=",
                "/files/diff?path=/etc/passwd",
                "/graph?path=/etc/passwd",
                "/graph?direction=up&path=/etc/passwd",
                "/graph?direction=back",
                "/graph?direction=back&node=P:1:2",
                "/graph?direction=back&node=P:99999999999:1:1",
                "/search",
                "/search?q=a&in=nowhere",
                "/activity?buckets=0",
                "/activity?from=%2B10&to=%2B5",
                "/live?rate=0"));
    wrong.add("/search?q=" + "a".repeat(1001));
    wrong.add("/files/writers?path=" + "a".repeat(70_000));
    for (String path : wrong) {
      HttpResponse<String> answer = served.get(HOST + path);
      assertThat(answer.statusCode()).as("%.100s: %s", path, answer.body()).isEqualTo(400);
      description.checkOne("Problem", answer.body());
    }
    for (String path :
        List.of(
            "/sessions/99",
            "/sessions/99/recording",
            "/processes/400000",
            "/processes/1-531-7",
            "/files/content?path=/none",
            "/graph?direction=back&path=/none",
            "/none")) {
      assertProblem(served.get(HOST + path), 404);
    }
    HttpRequest.Builder named = served.request(HOST).header("X-Forensix-Query", "a b");
    assertProblem(served.send(named), 400);
  }

  /** A name with anything in it is a text in JSON, and comes back as it went in. */
  @Test
  void aHostileNameStaysAText() throws IOException, InterruptedException {
    String name = "</script><img src=x onerror=alert(1)>\u001b]0;x\u0007\u202e\"'\\\n\u0000\ud83d";
    String sent = java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8);
    HttpResponse<String> answer = served.get(HOST + "/search?q=" + sent);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    description.check("search", answer.body());
    assertThat(Description.parse(answer.body()).get("q").asString())
        .startsWith(name.substring(0, name.length() - 1));
    assertThat(answer.body()).doesNotContain("\u001b");
  }
}
