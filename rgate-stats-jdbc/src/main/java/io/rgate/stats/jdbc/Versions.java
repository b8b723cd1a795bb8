package io.rgate.stats.jdbc;

import io.rgate.stats.jdbc.Schema.Step;
import java.util.List;

/**
 * The versions of the tables, in SQL that every database accepts. A version is a list of steps from
 * the version before it. A released version is never changed; a new version is added after it.
 */
final class Versions {
  private static final List<Step> FIRST =
      List.of(
          new Step(
              "rgate_writer",
              null,
              """
              CREATE TABLE rgate_writer (
                id VARCHAR(36) NOT NULL PRIMARY KEY,
                last_batch BIGINT NOT NULL,
                dropped BIGINT NOT NULL)\
              """),
          new Step(
              "rgate_series",
              null,
              """
              CREATE TABLE rgate_series (
                id VARCHAR(36) NOT NULL PRIMARY KEY,
                path_prefix VARCHAR(2000),
                backend VARCHAR(500),
                endpoint VARCHAR(500))\
              """),
          new Step(
              "rgate_traffic",
              null,
              """
              CREATE TABLE rgate_traffic (
                traffic_day DATE NOT NULL,
                series_id VARCHAR(36) NOT NULL,
                first_start_millis BIGINT NOT NULL,
                status_2xx BIGINT NOT NULL,
                status_3xx BIGINT NOT NULL,
                status_4xx BIGINT NOT NULL,
                status_5xx BIGINT NOT NULL,
                latency_nanos DECIMAL(30) NOT NULL,
                max_latency_nanos BIGINT NOT NULL,
                bytes_in BIGINT NOT NULL,
                bytes_out BIGINT NOT NULL,
                retries BIGINT NOT NULL,
                PRIMARY KEY (traffic_day, series_id))\
              """),
          new Step(
              "rgate_latency",
              null,
              """
              CREATE TABLE rgate_latency (
                traffic_day DATE NOT NULL,
                series_id VARCHAR(36) NOT NULL,
                bucket INTEGER NOT NULL,
                requests BIGINT NOT NULL,
                PRIMARY KEY (traffic_day, series_id, bucket))\
              """));

  /**
   * A route has a name, which is its path prefix by default. {@code path_prefix} stays for gateways
   * of the first version that are still running, and is no longer filled. The time of the last use
   * of a series is stored. The last minutes have tables of their own.
   */
  private static final List<Step> SECOND =
      List.of(
          new Step("rgate_series", "route", "ALTER TABLE rgate_series ADD route VARCHAR(2000)"),
          new Step(
              "rgate_series",
              null,
              "UPDATE rgate_series SET route = path_prefix WHERE route IS NULL"),
          new Step(
              "rgate_traffic",
              "last_end_millis",
              "ALTER TABLE rgate_traffic ADD last_end_millis BIGINT DEFAULT 0 NOT NULL"),
          new Step(
              "rgate_recent",
              null,
              """
              CREATE TABLE rgate_recent (
                writer_id VARCHAR(36) NOT NULL,
                slot_millis BIGINT NOT NULL,
                status_2xx BIGINT NOT NULL,
                status_3xx BIGINT NOT NULL,
                status_4xx BIGINT NOT NULL,
                status_5xx BIGINT NOT NULL,
                latency_nanos DECIMAL(30) NOT NULL,
                max_latency_nanos BIGINT NOT NULL,
                bytes_in BIGINT NOT NULL,
                bytes_out BIGINT NOT NULL,
                retries BIGINT NOT NULL,
                PRIMARY KEY (writer_id, slot_millis))\
              """),
          new Step(
              "rgate_recent_latency",
              null,
              """
              CREATE TABLE rgate_recent_latency (
                writer_id VARCHAR(36) NOT NULL,
                slot_millis BIGINT NOT NULL,
                bucket INTEGER NOT NULL,
                requests BIGINT NOT NULL,
                PRIMARY KEY (writer_id, slot_millis, bucket))\
              """));

  /** All versions, the first one first. */
  static final List<List<Step>> ALL = List.of(FIRST, SECOND);

  private Versions() {}
}
