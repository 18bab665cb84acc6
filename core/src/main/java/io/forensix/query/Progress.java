// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How far an archive is in the tables: it stands in them itself, and changes with them in one
 * transaction.
 *
 * @param blocks blocks of the archive, all records of which are in the tables; -1 in between
 * @param recording the recording that was read last; all before it are done
 * @param done for each CPU of it, the number of the last record that is done
 */
record Progress(long blocks, int recording, Map<Integer, Long> done) {
  static final Progress NOTHING = new Progress(0, 0, Map.of());

  /** Returns whether the rows of a record are in the tables. */
  boolean done(int ofRecording, int cpu, long seq) {
    return ofRecording < recording
        || ofRecording == recording && done.getOrDefault(cpu, -1L) >= seq;
  }

  static Progress read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT blocks, recording, done FROM progress")) {
      if (!row.next()) {
        return NOTHING;
      }
      Map<Integer, Long> done = new HashMap<>();
      for (String part : row.getString(3).split(",", -1)) {
        int colon = part.indexOf(':');
        if (colon > 0) {
          done.put(
              Integer.valueOf(part.substring(0, colon)), Long.valueOf(part.substring(colon + 1)));
        }
      }
      return new Progress(row.getLong(1), row.getInt(2), done);
    }
  }

  /** Returns the statements that write it in place of what is there. */
  List<String> written() {
    String all =
        done.entrySet().stream()
            .map(cpu -> cpu.getKey() + ":" + cpu.getValue())
            .collect(Collectors.joining(","));
    return List.of(
        "DELETE FROM progress",
        "INSERT INTO progress VALUES (%d, %d, %d, '%s')"
            .formatted(Schema.VERSION, blocks, recording, all));
  }
}
