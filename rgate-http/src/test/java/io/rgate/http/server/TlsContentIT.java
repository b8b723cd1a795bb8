package io.rgate.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.http.tls.TestTls;
import io.rgate.testkit.transport.RawConnection;
import io.rgate.transport.Exchange.ResponseContent;
import io.rgate.transport.Exchange.Tunnel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content and ends over TLS between real sockets. */
class TlsContentIT extends OverTls {
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void largeContentPassesBothWaysAtTheSameTime(String version) throws Exception {
    int size = 8 * 1024 * 1024 + 12_345;
    byte[] sent = new byte[size];
    new Random(1).nextBytes(sent);
    serve(exchange -> {
      InputStream in = exchange.content().stream();
      byte[] piece = new byte[50_000];
      int count = in.read(piece);
      ResponseContent out = exchange.respond(200, Fields.EMPTY, size);
      while (count >= 0) {
        out.write(piece, 0, count);
        out.flush();
        count = in.read(piece);
      }
      out.end();
    });
    try (SSLSocket socket = secure("localhost", version)) {
      OutputStream to = socket.getOutputStream();
      Thread upload =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  to.write((POST + "Content-Length: " + size + "\r\n\r\n").getBytes());
                  to.write(sent);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      RawConnection client = new RawConnection(socket);
      assertThat(client.head()).startsWith("HTTP/1.1 200");
      byte[] got = client.text(size).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
      upload.join();
      assertThat(got).isEqualTo(sent);
    }
  }

  @Test
  void contentThatIsCutOffIsNoEnd() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    serve(exchange -> {
      try (Tunnel tunnel = exchange.tunnel(101, Fields.EMPTY)) {
        try {
          note("end after " + tunnel.in().readAllBytes().length);
        } catch (IOException e) {
          note("cut");
        }
      }
      over.countDown();
    });
    Socket wire = plain();
    SSLSocket socket = TestTls.over(wire, TestTls.client(), "localhost");
    RawConnection client = new RawConnection(socket, wire).send(GET);
    assertThat(client.head()).startsWith("HTTP/1.1 101");
    client.send("abc");
    wire.shutdownOutput(); // an end of TCP, but none of TLS
    await(over);
    assertThat(noted()).isEqualTo("cut");
  }

  @Test
  void oneDirectionCanEndBeforeTheOther() throws Exception {
    serve(exchange -> {
      try (Tunnel tunnel = exchange.tunnel(101, Fields.EMPTY)) {
        byte[] all = tunnel.in().readAllBytes();
        tunnel.out().write(("got " + new String(all)).getBytes());
        tunnel.out().close();
      }
    });
    try (SSLSocket socket = secure("localhost", "TLSv1.3")) {
      RawConnection client = new RawConnection(socket).send(GET);
      assertThat(client.head()).startsWith("HTTP/1.1 101");
      client.send("abc");
      client.endOutput();
      assertThat(client.rest()).isEqualTo("got abc");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aClientThatLeavesIsSeen(boolean orderly) throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    serve(exchange -> {
      exchange.onGone(gone::countDown);
      begun.countDown();
      await(gone);
      note("seen");
    });
    Socket wire = plain();
    SSLSocket socket = TestTls.over(wire, TestTls.client(), "localhost");
    RawConnection client = new RawConnection(socket, wire).send(GET);
    await(begun);
    if (orderly) {
      client.close();
    } else {
      client.reset();
    }
    await(gone);
    assertThat(noted()).isEqualTo("seen");
  }

  @Test
  void anEndRightBehindTheRequestIsSeen() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    serve(exchange -> {
      TimeUnit.MILLISECONDS.sleep(100); // so that request and end have both come
      exchange.onGone(gone::countDown);
      await(gone);
      note("seen");
    });
    try (SSLSocket socket = secure("localhost")) {
      RawConnection client = new RawConnection(socket).send(GET);
      client.endOutput();
      assertThat(noted()).isEqualTo("seen");
    }
  }

  @Test
  void aResponseThatEndsWithTheConnectionIsWhole() throws Exception {
    String content = "x".repeat(300_000);
    serve(exchange -> {
      ResponseContent out = exchange.respond(200, Fields.EMPTY, Body.UNKNOWN);
      out.write(content.getBytes(), 0, content.length());
      out.end();
    });
    try (SSLSocket socket = secure("localhost")) {
      assertThat(new RawConnection(socket).send(GET_10).response().content()).isEqualTo(content);
    }
  }
}
