package io.rgate.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A client that counts what it gets. */
final class Traffic {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private int success;
  private int error;

  /** A client of the gateway on that port. */
  Traffic(int port) {
    this.base = "http://127.0.0.1:" + port;
  }

  /** One GET, counted. */
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = send(path);
    if (response.statusCode() < 400) {
      success++;
    } else {
      error++;
    }
    return response;
  }

  /** How often each body came, over {@code count} requests that must all be answered with 200. */
  Map<String, Integer> bodies(String path, int count) throws IOException, InterruptedException {
    Map<String, Integer> bodies = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      HttpResponse<String> response = get(path);
      if (response.statusCode() != 200) {
        throw new AssertionError("request " + i + " got " + response.statusCode());
      }
      bodies.merge(response.body().strip(), 1, Integer::sum);
    }
    return bodies;
  }

  /** Repeats a GET until it has that status; each try is counted. */
  void until(String path, int status) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (get(path).statusCode() != status) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(path + " has not got status " + status + " within 10 s");
      }
      Thread.sleep(10);
    }
  }

  /**
   * What /stats says; not counted. Waits for the last request to be in it, for a request is
   * recorded after its last byte, when the client may have it already.
   */
  String stats() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    String stats = send("/stats").body();
    while (!stats.startsWith(expectedStats()) && System.nanoTime() < deadline) {
      Thread.sleep(5);
      stats = send("/stats").body();
    }
    return stats;
  }

  /** The beginning of what /stats must say. */
  String expectedStats() {
    return "{\"requests_count\":{\"success\":" + success + ",\"error\":" + error + "},";
  }

  private HttpResponse<String> send(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(base + path)).build(), BodyHandlers.ofString());
  }
}
