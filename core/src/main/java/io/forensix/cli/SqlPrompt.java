// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.query.Answer;
import io.forensix.query.IndexException;
import io.forensix.query.Schema;
import io.forensix.query.Tables;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** A prompt for SQL, with history and completion. A statement ends with a semicolon. */
final class SqlPrompt {
  private static final List<String> WORDS =
      List.of(
          "SELECT",
          "FROM",
          "WHERE",
          "GROUP BY",
          "ORDER BY",
          "LIMIT",
          "JOIN",
          "ASOF JOIN",
          "USING",
          "count(*)",
          "DESCRIBE",
          "SHOW TABLES",
          ".format",
          ".schema",
          ".help",
          ".quit");

  private final TablesOption where;
  private AnswerFormat format;
  private volatile @Nullable Tables asked;

  SqlPrompt(TablesOption where, AnswerFormat format) {
    this.where = where;
    this.format = format;
  }

  int run() throws IOException {
    // Says at once that there are no tables.
    where.open().close();
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      LineReader reader = reader(terminal);
      PrintWriter out = terminal.writer();
      out.println("The tables of " + where.directory() + ". A statement ends with ; .help helps.");
      terminal.handle(Terminal.Signal.INT, signal -> cancel());
      while (true) {
        try {
          if (!answered(reader.readLine("forensix> ").strip(), out)) {
            return ExitCode.FINE.number();
          }
        } catch (UserInterruptException e) {
          // Ctrl-C drops the line, as in a shell.
        } catch (EndOfFileException e) {
          return ExitCode.FINE.number();
        } catch (IndexException | Failure e) {
          out.println(String.valueOf(e.getMessage()).replaceAll("[\\p{Cntrl}&&[^\n]]", "?"));
        }
        out.flush();
      }
    }
  }

  private void cancel() {
    try {
      Tables now = asked;
      if (now != null) {
        now.cancel();
      }
    } catch (IndexException e) {
      // It ended by itself.
    }
  }

  private static LineReader reader(Terminal terminal) {
    TreeSet<String> words = new TreeSet<>(WORDS);
    for (Schema.Relation relation : Schema.relations()) {
      words.add(relation.name());
      relation.columns().forEach(column -> words.add(column.name()));
    }
    return LineReaderBuilder.builder()
        .terminal(terminal)
        .appName("forensix")
        .parser(new Statements())
        .completer(new StringsCompleter(words))
        .variable(LineReader.HISTORY_FILE, history())
        .variable(LineReader.SECONDARY_PROMPT_PATTERN, "       -> ")
        .option(LineReader.Option.CASE_INSENSITIVE, true)
        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
        .build();
  }

  private static Path history() {
    return Path.of(System.getProperty("user.home"), ".forensix_sql_history");
  }

  /** Lines belong to one statement until one ends with a semicolon. */
  private static final class Statements extends DefaultParser {
    Statements() {
      setEscapeChars(null);
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
      String text = line.strip();
      boolean whole = text.isEmpty() || text.startsWith(".") || text.endsWith(";");
      if (context == Parser.ParseContext.ACCEPT_LINE && !whole) {
        throw new EOFError(-1, -1, "a statement ends with ;");
      }
      setQuoteChars(new char[0]);
      return super.parse(line, cursor, context);
    }
  }

  private boolean answered(String line, PrintWriter out) throws IndexException {
    List<String> words = new ArrayList<>(List.of(line.split("\\s+")));
    switch (words.get(0)) {
      case "" -> {
        return true;
      }
      case ".quit", ".exit" -> {
        return false;
      }
      case ".help" -> out.println(".schema [NAME], .format table|csv|json, .quit; Tab completes");
      case ".format" -> format(words);
      case ".schema" -> schema(words, out);
      default -> {
        // Open for no longer than it takes: who follows the archive has to get in between.
        try (Tables tables = where.open()) {
          asked = tables;
          try (Answer answer = tables.ask(line, Map.of())) {
            long count = format.write(answer, out);
            out.println(count == 1 ? "1 row" : count + " rows");
          }
        } finally {
          asked = null;
        }
      }
    }
    return true;
  }

  private void format(List<String> words) {
    try {
      format = AnswerFormat.valueOf(words.size() < 2 ? "" : words.get(1).toUpperCase());
    } catch (IllegalArgumentException e) {
      throw new Failure(ExitCode.USAGE, ".format table, .format csv or .format json", e);
    }
  }

  private static void schema(List<String> words, PrintWriter out) {
    for (Schema.Relation relation : Schema.relations()) {
      if (words.size() < 2 || words.get(1).equals(relation.name())) {
        out.printf("%-12s %s%n", relation.name(), relation.comment());
        if (words.size() > 1) {
          relation
              .columns()
              .forEach(column ->
                  out.printf("  %-14s %-13s %s%n", column.name(), column.type(), column.comment()));
        }
      }
    }
  }
}
