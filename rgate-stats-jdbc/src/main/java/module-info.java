/**
 * Keeps the statistics of requests in a database, where they survive a restart and add up over all
 * gateways that share it.
 *
 * <p>{@code stats.type: jdbc} chooses it. Settings:
 *
 * <ul>
 *   <li>{@code url}, default {@code jdbc:h2:file:./rgate-stats}: any JDBC URL; the driver must be
 *       on the path, as that of H2 is
 *   <li>{@code user} and {@code password}, default none
 *   <li>{@code queue}, default 65536: how many samples may wait for the writer; further samples are
 *       dropped and counted
 *   <li>{@code flush_every}, default {@code 1s}: how long a sample waits at most
 *   <li>{@code close_within}, default {@code 5s}: how long a stop waits for the database at most
 *   <li>{@code forget_endpoints_after}, default {@code 1h}: an endpoint without a request for that
 *       time is counted together with the others of its route
 * </ul>
 *
 * <p>The names of the tables begin with {@code rgate_}. The tables are made at the start. Tables of
 * an older rgate are changed to the form that this version needs, and keep their rows. While the
 * database cannot be used, the gateway still serves requests, and the samples are added up in
 * memory.
 *
 * @provides io.rgate.spi.StatsSinkProvider {@code jdbc}
 */
module io.rgate.stats.jdbc {
  requires transitive io.rgate.api;
  requires java.sql;
  requires static org.jspecify;

  exports io.rgate.stats.jdbc;

  provides io.rgate.spi.StatsSinkProvider with
      io.rgate.stats.jdbc.JdbcStatsProvider;
}
