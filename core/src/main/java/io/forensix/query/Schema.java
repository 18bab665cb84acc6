// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables and views, as {@code tables.sql} and {@code views.sql} describe them: the same text
 * makes them and documents them.
 */
public final class Schema {
  /** Is raised when tables change, so that an index of another version is made anew. */
  static final int VERSION = 2;

  private static final Pattern RELATION = Pattern.compile("CREATE (TABLE|VIEW) (\\w+).*");
  private static final Pattern SAME = Pattern.compile("CREATE VIEW \\w+ AS FROM (\\w+)\\b.*");
  private static final Pattern COLUMN = Pattern.compile("(.*\\S)\\s+-- (.*)");
  private static final Pattern LAST_WORD = Pattern.compile("(\\w+),?$");
  private static final List<Relation> ALL = parse(text("tables.sql") + "\n" + text("views.sql"));

  /**
   * A table or a view.
   *
   * @param name its name
   * @param view whether it is a view
   * @param comment what it holds
   * @param columns its columns
   * @param sql the statement that makes it
   */
  public record Relation(
      String name, boolean view, String comment, List<Column> columns, String sql) {
    /** Copies the list. */
    public Relation {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A column.
   *
   * @param name its name
   * @param type its type; empty for one of a view
   * @param comment what it holds
   */
  public record Column(String name, String type, String comment) {}

  private Schema() {}

  /** Returns the tables and views, in the order in which they can be made. */
  public static List<Relation> relations() {
    return ALL;
  }

  /** Returns the text of a resource of this package. */
  static String text(String name) {
    try (InputStream in = Schema.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar holds no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes all tables and views in an empty database. */
  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean macros = false;
      for (Relation relation : ALL) {
        if (relation.view && !macros) {
          // Views are made of them, and they of tables.
          statement.execute(text("macros.sql"));
          macros = true;
        }
        String kind = relation.view ? "VIEW" : "TABLE";
        statement.execute(relation.sql);
        statement.execute(comment(kind + " " + relation.name, relation.comment));
        for (Column column : relation.columns) {
          statement.execute(comment("COLUMN " + relation.name + "." + column.name, column.comment));
        }
      }
    }
  }

  private static String comment(String of, String text) {
    return "COMMENT ON " + of + " IS '" + text.replace("'", "''") + "'";
  }

  static List<Relation> parse(String text) {
    List<Relation> relations = new ArrayList<>();
    StringBuilder comment = new StringBuilder();
    StringBuilder sql = new StringBuilder();
    List<Column> columns = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (sql.isEmpty() && line.startsWith("--")) {
        comment.append(comment.isEmpty() ? "" : " ").append(line.substring(2).strip());
      } else if (sql.isEmpty() && line.isBlank()) {
        comment.setLength(0);
      } else {
        sql.append(line).append('\n');
        column(line, columns);
        if (line.endsWith(";")) {
          relations.add(relation(comment.toString(), sql.toString(), columns, relations));
          comment.setLength(0);
          sql.setLength(0);
          columns.clear();
        }
      }
    }
    return List.copyOf(relations);
  }

  private static Relation relation(
      String comment, String sql, List<Column> columns, List<Relation> before) {
    String first = sql.lines().findFirst().orElse("");
    Matcher head = RELATION.matcher(first);
    if (!head.matches()) {
      throw new IllegalStateException("neither a table nor a view: " + sql);
    }
    Matcher same = SAME.matcher(first);
    if (same.matches()) {
      return new Relation(head.group(2), true, comment, of(same.group(1), before).columns, sql);
    }
    boolean view = head.group(1).equals("VIEW");
    List<Column> named = new ArrayList<>();
    for (Column column : columns) {
      named.add(view ? new Column(lastWord(column.type), "", column.comment) : typed(column));
    }
    return new Relation(head.group(2), view, comment, named, sql);
  }

  private static Relation of(String name, List<Relation> relations) {
    return relations.stream()
        .filter(relation -> relation.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no relation " + name));
  }

  /** Of a view's column, the last word is its name; of a table's, the first is. */
  private static String lastWord(String text) {
    Matcher word = LAST_WORD.matcher(text);
    if (!word.find()) {
      throw new IllegalStateException("a column of a view without a name: " + text);
    }
    return word.group(1);
  }

  private static Column typed(Column column) {
    String[] parts = column.type.strip().split("\\s+", 2);
    return new Column(parts[0], parts[1].replaceFirst(",$", ""), column.comment);
  }

  private static void column(String line, List<Column> columns) {
    Matcher column = COLUMN.matcher(line);
    if (column.matches()) {
      columns.add(new Column("", column.group(1), column.group(2)));
    }
  }
}
