package io.rgate.stats.jdbc;

import io.rgate.spi.StatsSink;
import io.rgate.testkit.PostgresServer;
import io.rgate.testkit.StatsSinkContract;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The sink's contract, over PostgreSQL. */
class PostgresStatsIT extends StatsSinkContract {
  private static PostgresServer server;
  private static int schemas;

  @BeforeAll
  static void startServer() throws Exception {
    server = PostgresServer.required(PostgresStatsIT.class.getSimpleName());
  }

  @AfterAll
  static void stopServer() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  /** Each test has tables of its own. */
  @Override
  protected StatsSink create() throws Exception {
    String schema = "test" + ++schemas;
    try (Connection connection = DriverManager.getConnection(server.url());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + schema);
    }
    return JdbcStats.builder().url(server.url() + "&currentSchema=" + schema).build();
  }
}
