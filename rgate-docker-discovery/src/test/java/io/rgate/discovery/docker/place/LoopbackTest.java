package io.rgate.discovery.docker.place;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.discovery.docker.engine.EngineAddress;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be concluded about the engine's machine, in folders that look like one machine each. */
class LoopbackTest {
  @TempDir private Path root;
  private Path socket;

  @BeforeEach
  void socket() throws IOException {
    socket = Files.createFile(root.resolve("docker.sock"));
  }

  @Test
  void machineWithoutMarkIsTheEngines() {
    assertThat(isEngines()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {".dockerenv", "run/.containerenv"})
  void containerWithNetworkOfItsOwnIsNot(String mark) throws IOException {
    mark(mark);
    sockets("00010000 0001 01 99 /elsewhere/docker.sock");
    assertThat(isEngines()).isFalse();
  }

  @Test
  void whereSocketsAreHiddenTheMarkIsBelieved() throws IOException {
    mark(".dockerenv");
    assertThat(isEngines()).isFalse();
  }

  @Test
  void markedMachineWithBridgeIs() throws IOException {
    mark(".dockerenv");
    Files.createDirectories(root.resolve("sys/class/net/docker0/bridge"));
    assertThat(new Loopback(root, List.of("lo", "docker0")).isThatOf(engine())).isTrue();
    assertThat(new Loopback(root, List.of("lo")).isThatOf(engine()))
        .as("a bridge of another network, which this one can see in its files")
        .isFalse();
  }

  @Test
  void markedMachineInWhoseNetworkTheEngineListensIs() throws IOException {
    mark(".dockerenv");
    sockets("00010000 0001 01 99 " + socket);
    assertThat(isEngines()).isTrue();
  }

  @Test
  void connectionToTheEngineProvesNothing() throws IOException {
    mark(".dockerenv");
    sockets("00000000 0001 03 99 " + socket);
    assertThat(isEngines()).isFalse();
  }

  @Test
  void engineAtTcpPortOfOurLoopbackIsInOurNetwork() throws IOException {
    mark(".dockerenv");
    EngineAddress tcp = new EngineAddress(URI.create("tcp://127.0.0.1:2375"), null);
    assertThat(new Loopback(root, List.of("lo")).isThatOf(tcp)).isTrue();
  }

  /** The same with what Linux itself tells, whatever machine this is. */
  @Test
  void socketOfThisProcessIsInItsNetwork() throws IOException {
    Path own = root.resolve("own.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(own));
      EngineAddress engine = new EngineAddress(URI.create("unix://" + own), null);
      assertThat(Reach.now(engine).onHost()).isTrue();
    }
  }

  private boolean isEngines() {
    return new Loopback(root, List.of("lo")).isThatOf(engine());
  }

  private EngineAddress engine() {
    return new EngineAddress(URI.create("unix://" + socket), null);
  }

  private void mark(String mark) throws IOException {
    Path file = root.resolve(mark);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }

  /** One socket as {@code /proc/net/unix} shows it. */
  private void sockets(String socket) throws IOException {
    Path list = root.resolve("proc/net/unix");
    Files.createDirectories(list.getParent());
    Files.writeString(
        list,
        "Num       RefCount Protocol Flags    Type St Inode Path\n"
            + "ffff8881: 00000002 00000000 00010000 0001 01 17 @abstract\n"
            + "ffff8882: 00000003 00000000 00000000 0001 03 18\n"
            + "ffff8883: 00000002 00000000 "
            + socket
            + "\n");
  }
}
