package io.rgate.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the gateways forward to: nginx for what is small or a file and for calls of gRPC, one for
 * streams, one for messages.
 */
final class Origins implements AutoCloseable {
  private final Server files;
  private final Server calls;
  private final StreamOrigin streams;
  private final EchoOrigin echoes;

  private Origins(Server files, Server calls) throws IOException {
    this.files = files;
    this.calls = calls;
    this.streams = new StreamOrigin();
    this.echoes = new EchoOrigin();
  }

  static Origins start(Path work, String cores) throws IOException, InterruptedException {
    Path files = Files.createDirectories(work.resolve("files"));
    Files.write(files.resolve("100k"), new byte[100 * 1024]);
    Files.write(files.resolve("10m"), new byte[10 * 1024 * 1024]);
    Files.write(files.resolve("call"), Grpc.framed());
    int port = Server.freePort();
    Server server = nginx(NginxConf.origin(work.toString(), port), work, cores, port, Wire.PLAIN);
    Path calls = Files.createDirectories(work.resolve("calls"));
    int callPort = Server.freePort();
    String conf = NginxConf.callOrigin(calls.toString(), files.toString(), callPort);
    return new Origins(server, nginx(conf, calls, cores, callPort, Wire.GRPC));
  }

  private static Server nginx(String text, Path work, String cores, int port, Wire wire)
      throws IOException, InterruptedException {
    Path conf = work.resolve("nginx.conf");
    Files.writeString(conf, text);
    List<String> command = List.of("nginx", "-p", work.toString(), "-c", conf.toString());
    return Server.start(command, cores, port, work.resolve("log"), wire);
  }

  URI of(Scenario scenario) {
    int port =
        switch (scenario) {
          case UPLOAD, EVENTS -> streams.port();
          case GRPC -> calls.port();
          case WEBSOCKET -> echoes.port();
          default -> files.port();
        };
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() throws IOException {
    files.close();
    calls.close();
    streams.close();
    echoes.close();
  }
}
