package io.rgate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As many requests as get through, by h2load: HTTP/2, and HTTP/1.1 over TLS. What it tells about
 * protocol, cipher, status and length of content is compared with what was asked for.
 */
final class H2load {
  private static final Pattern TIME = Pattern.compile("finished in ([0-9.]+)(us|ms|s),");

  /** All that were to be sent, and those with status 2xx. */
  private static final Pattern REQUESTS =
      Pattern.compile("requests: (\\d+) total, .*\nstatus codes: (\\d+) 2xx, ");

  private static final Pattern DATA = Pattern.compile("traffic: .*\\((\\d+)\\) data");

  private static final String STREAMS = "-m32";
  private static final int SMALL = 104;
  private static final long LEAST = 2_000;
  private static final int PATIENCE = 120;

  /** How many requests a second came through last, to know how many take a given time. */
  private static final Map<String, Double> RATES = new ConcurrentHashMap<>();

  private H2load() {}

  /**
   * Runs it one or more times. It is told how many requests to send, as its mode with a duration
   * does not count what it sends before all connections are there.
   */
  static Load.Result run(Path work, Scenario scenario, int port, int seconds)
      throws IOException, InterruptedException {
    String key = scenario.id() + " " + port;
    long left = seconds * 1_000_000L;
    Load.Result all = new Load.Result(0, 0, 0);
    while (left > 0) {
      double rate = RATES.getOrDefault(key, 0.0);
      long count = Math.max(LEAST, (long) (rate * left / 1e6));
      Load.Result result = send(work, scenario, port, count);
      RATES.put(key, result.perSecond());
      all = all.and(result);
      left -= Math.max(result.micros(), 1);
      left = left < seconds * 100_000L ? 0 : left; // a tenth is not worth new connections
    }
    return all;
  }

  private static Load.Result send(Path work, Scenario scenario, int port, long count)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("h2load", "-t1", "-n" + count));
    command.add("-c" + scenario.connections());
    command.addAll(options(work, scenario));
    String scheme = scenario.wire() == Wire.TLS ? "https" : "http";
    command.add(scheme + "://127.0.0.1:" + port + scenario.path());
    Path log = work.resolve("h2load");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = process.waitFor(PATIENCE, TimeUnit.SECONDS);
    process.destroyForcibly();
    String said = Files.readString(log);
    if (!ended || process.waitFor() != 0) {
      throw new IOException(command + " said:\n" + said);
    }
    for (String line : expected(scenario)) {
      if (!said.contains(line)) {
        throw new IOException(command + " did not say '" + line + "' but:\n" + said);
      }
    }
    return result(said, length(scenario));
  }

  private static List<String> options(Path work, Scenario scenario) throws IOException {
    List<String> tls =
        List.of("--tls13-ciphers=" + TlsConnection.SUITE, "--groups=" + TlsConnection.GROUP);
    return switch (scenario) {
      case TLS -> List.of("--h1", tls.get(0), tls.get(1));
      case H2TLS -> List.of(STREAMS, tls.get(0), tls.get(1));
      case GRPC -> {
        Path message = Files.write(work.resolve("call"), Grpc.framed());
        yield List.of(
            STREAMS, "-d" + message, "-Hcontent-type: application/grpc", "-Hte: trailers");
      }
      default -> List.of(STREAMS);
    };
  }

  private static List<String> expected(Scenario scenario) {
    if (scenario.wire() != Wire.TLS) {
      return List.of(); // HTTP/2 by prior knowledge: another protocol gets no answer
    }
    return List.of(
        "TLS Protocol: TLSv1.3",
        "Cipher: " + TlsConnection.SUITE,
        "Server Temp Key: " + TlsConnection.GROUP,
        "Application protocol: " + (scenario == Scenario.TLS ? "http/1.1" : "h2"));
  }

  /** Of the content of each answer. A failed call of gRPC has status 200, too, but no message. */
  private static int length(Scenario scenario) {
    return scenario == Scenario.GRPC ? Grpc.framed().length : SMALL;
  }

  private static Load.Result result(String said, int length) throws IOException {
    Matcher time = TIME.matcher(said);
    Matcher requests = REQUESTS.matcher(said);
    Matcher data = DATA.matcher(said);
    if (!time.find() || !requests.find() || !data.find()) {
      throw new IOException("h2load said:\n" + said);
    }
    long good = Long.parseLong(requests.group(2));
    long missing = good * length - Long.parseLong(data.group(1));
    long errors = Long.parseLong(requests.group(1)) - good;
    errors += Math.max(0, (missing + length - 1) / length);
    return new Load.Result(good, micros(time.group(1), time.group(2)), errors);
  }

  private static long micros(String value, String unit) {
    int factor =
        switch (unit) {
          case "s" -> 1_000_000;
          case "ms" -> 1_000;
          default -> 1;
        };
    return (long) (Double.parseDouble(value) * factor);
  }
}
