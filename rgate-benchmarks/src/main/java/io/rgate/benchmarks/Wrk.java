package io.rgate.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As many requests as get through, by wrk. */
final class Wrk {
  private static final Pattern RESULT = Pattern.compile("RESULT (\\d+) (\\d+) (\\d+)");

  private static final String DONE =
      """
      done = function(summary)
        local e = summary.errors
        io.write(string.format("RESULT %d %d %d\\n", summary.requests, summary.duration,
          e.connect + e.read + e.write + e.status + e.timeout))
      end
      """;

  private Wrk() {}

  static Load.Result run(Path work, Scenario scenario, int port, int seconds)
      throws IOException, InterruptedException {
    Path script = work.resolve(scenario.id() + ".lua");
    Files.writeString(script, request(scenario) + DONE);
    String url = "http://127.0.0.1:" + port + scenario.path();
    String connections = "-c" + scenario.connections();
    List<String> command =
        List.of(
            "wrk",
            "-t1",
            connections,
            "-d" + seconds + "s",
            "--timeout",
            "30s",
            "-s",
            script.toString(),
            url);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher result = RESULT.matcher(said);
    if (process.waitFor() != 0 || !result.find()) {
      throw new IOException(command + " said:\n" + said);
    }
    return new Load.Result(
        Long.parseLong(result.group(1)),
        Long.parseLong(result.group(2)),
        Long.parseLong(result.group(3)));
  }

  private static String request(Scenario scenario) {
    return switch (scenario) {
      case JSON -> post("'{\"items\":[\"' .. string.rep('x', 1009) .. '\"]}'");
      case UPLOAD -> post("string.rep('x', 10 * 1024 * 1024)");
      case NEWCONN -> "wrk.headers['Connection'] = 'close'\n";
      default -> "";
    };
  }

  private static String post(String content) {
    return "wrk.method = 'POST'\n"
        + "wrk.headers['Content-Type'] = 'application/json'\n"
        + "wrk.body = "
        + content
        + "\n";
  }
}
