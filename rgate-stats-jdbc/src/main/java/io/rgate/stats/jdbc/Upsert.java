package io.rgate.stats.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Adds to rows that may exist already, in SQL that every database accepts: rows that an update does
 * not find are inserted. If another gateway inserts the same row at the same time, the whole
 * transaction fails and is tried again.
 */
final class Upsert {
  private final Connection connection;

  Upsert(Connection connection) {
    this.connection = connection;
  }

  /** Values in the order of a statement's parameters. */
  record Row(List<@Nullable Object> values) {

    static Row of(@Nullable Object... values) {
      return new Row(Arrays.asList(values));
    }

    /** These values, followed by {@code more}. */
    Row with(@Nullable Object... more) {
      List<@Nullable Object> all = new ArrayList<@Nullable Object>(values);
      all.addAll(Arrays.asList(more));
      return new Row(all);
    }

    /** These values without the one at index {@code place}. */
    Row without(int place) {
      List<@Nullable Object> rest = new ArrayList<@Nullable Object>(values);
      rest.remove(place);
      return new Row(rest);
    }
  }

  /** Runs {@code update} for each row, and {@code insert} for the rows that it did not find. */
  void run(String update, String insert, List<Row> rows, UnaryOperator<Row> forInsert)
      throws SQLException {
    int[] found = execute(update, rows);
    List<Row> missing = new ArrayList<>();
    for (int i = 0; i < found.length; i++) {
      if (found[i] == 0) {
        missing.add(forInsert.apply(rows.get(i)));
      } else if (found[i] == Statement.SUCCESS_NO_INFO) {
        throw new SQLException("the driver does not tell how many rows a batch has updated");
      }
    }
    execute(insert, missing);
  }

  /** Runs {@code sql} for each row; returns for each how many rows of the table it changed. */
  int[] execute(String sql, List<Row> rows) throws SQLException {
    if (rows.isEmpty()) {
      return new int[0];
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Row row : rows) {
        set(statement, row);
        statement.addBatch();
      }
      return statement.executeBatch();
    }
  }

  private static void set(PreparedStatement statement, Row row) throws SQLException {
    int parameter = 1;
    for (Object value : row.values()) {
      if (value == null) {
        statement.setNull(parameter++, Types.VARCHAR);
      } else {
        statement.setObject(parameter++, value);
      }
    }
  }
}
