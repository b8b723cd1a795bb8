package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import org.junit.jupiter.api.Test;

class BindFailureTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** What the user reads when the system refuses that address. */
  private static String refused(InetSocketAddress address) {
    IOException e =
        catchThrowableOfType(
            IOException.class,
            () -> {
              try (ServerSocketChannel channel = ServerSocketChannel.open()) {
                channel.bind(address);
              } catch (UnresolvedAddressException unresolved) {
                throw new IOException(unresolved);
              }
            });
    assertThat(e).as("the address was refused").isNotNull();
    return BindFailure.text(address, e);
  }

  @Test
  void anAddressOfAnotherMachineIsToldFromATakenPort() {
    // Of a block for documentation (RFC 5737), which is on no interface.
    assertThat(
            BindFailure.text(
                new InetSocketAddress("203.0.113.7", 8080),
                new BindException("Cannot assign requested address")))
        .startsWith(
            "cannot listen on 203.0.113.7:8080: it is not an address of this machine; write one of"
                + " its own (127.0.0.1")
        .endsWith("), or 0.0.0.0 for all of them")
        .doesNotContain("choose another port");
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
      assertThat(refused(new InetSocketAddress(LOOPBACK, taken.getLocalPort())))
          .isEqualTo(
              "cannot listen on localhost:"
                  + taken.getLocalPort()
                  + ": another process listens there; end that one, or choose another port, or 0"
                  + " for any free one");
    }
  }

  @Test
  void aNameThatNobodyKnowsIsNamed() {
    assertThat(refused(InetSocketAddress.createUnresolved("no-such-host.invalid", 80)))
        .isEqualTo(
            "cannot listen on no-such-host.invalid:80: no such host: no-such-host.invalid; write an"
                + " address of this machine, or 0.0.0.0 for all of them");
  }

  @Test
  void aPortThatNeedsARightSaysWhichOne() {
    assertThat(
            BindFailure.text(
                new InetSocketAddress("0.0.0.0", 80), new SocketException("Permission denied")))
        .isEqualTo(
            "cannot listen on 0.0.0.0:80: this process may not take a port below 1024; choose"
                + " another port, or give it the capability CAP_NET_BIND_SERVICE");
    assertThat(
            BindFailure.text(
                new InetSocketAddress("127.0.0.1", 8080), new BindException("Permission denied")))
        .isEqualTo(
            "cannot listen on 127.0.0.1:8080: the system does not permit it; choose another port,"
                + " or 0 for any free one");
  }

  @Test
  void whatElseTheSystemSaysIsPassedOn() throws IOException {
    assertThat(
            BindFailure.text(
                new InetSocketAddress("127.0.0.1", 1), new SocketException("Too many open files")))
        .isEqualTo(
            "cannot listen on 127.0.0.1:1: this process may open no more files and connections;"
                + " raise its limit (ulimit -n)");
    assertThat(
            BindFailure.text(
                new InetSocketAddress(InetAddress.getByName("::1"), 1),
                new SocketException("Protocol family unavailable")))
        .isEqualTo("cannot listen on [0:0:0:0:0:0:0:1]:1: Protocol family unavailable");
  }
}
