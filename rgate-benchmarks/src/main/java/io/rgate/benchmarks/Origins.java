package io.rgate.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the gateways forward to: nginx for what is small or a file, and one for streams. */
final class Origins implements AutoCloseable {
  private final Server files;
  private final StreamOrigin streams;

  private Origins(Server files, StreamOrigin streams) {
    this.files = files;
    this.streams = streams;
  }

  static Origins start(Path work, String cores) throws IOException, InterruptedException {
    Path files = Files.createDirectories(work.resolve("files"));
    Files.write(files.resolve("100k"), new byte[100 * 1024]);
    Files.write(files.resolve("10m"), new byte[10 * 1024 * 1024]);
    int port = Server.freePort();
    Path conf = work.resolve("nginx.conf");
    Files.writeString(conf, NginxConf.origin(work.toString(), port));
    List<String> command = List.of("nginx", "-p", work.toString(), "-c", conf.toString());
    Server server = Server.start(command, cores, port, work.resolve("log"), "/small");
    return new Origins(server, new StreamOrigin());
  }

  URI of(Scenario scenario) {
    return URI.create("http://127.0.0.1:" + (scenario.streams() ? streams.port() : files.port()));
  }

  @Override
  public void close() throws IOException {
    files.close();
    streams.close();
  }
}
