// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import java.sql.SQLException;

/** A failure of the database on its way through a sink, which has no room for it. */
final class UncheckedSqlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UncheckedSqlException(SQLException cause) {
    super(cause);
  }

  SQLException sql() {
    return (SQLException) getCause();
  }
}
