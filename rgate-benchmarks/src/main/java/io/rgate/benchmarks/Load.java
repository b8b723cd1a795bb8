package io.rgate.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/** As much traffic of one kind as gets through. */
final class Load {
  private Load() {}

  /**
   * What came of it.
   *
   * @param requests how many were answered
   * @param micros how long it took
   * @param errors connections that broke, and answers that are not what was asked for
   */
  record Result(long requests, long micros, long errors) {
    double perSecond() {
      return requests * 1e6 / micros;
    }

    Result and(Result next) {
      return new Result(requests + next.requests, micros + next.micros, errors + next.errors);
    }
  }

  /**
   * Sends it, for some seconds.
   *
   * @throws IOException if the other side answers nothing, or does not speak what the scenario is
   *     about
   */
  static Result run(Path work, Scenario scenario, int port, int seconds)
      throws IOException, InterruptedException {
    Result result =
        switch (scenario) {
          case TLS, H2, H2TLS, GRPC -> H2load.run(work, scenario, port, seconds);
          case HANDSHAKES, RESUMED -> Handshakes.run(scenario, port, seconds);
          case WEBSOCKET -> WebSockets.run(port, seconds);
          default -> Wrk.run(work, scenario, port, seconds);
        };
    if (result.requests() == 0) {
      throw new IOException("nothing was answered: " + result);
    }
    return result;
  }
}
