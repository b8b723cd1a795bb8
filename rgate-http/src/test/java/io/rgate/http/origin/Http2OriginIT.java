package io.rgate.http.origin;

import static io.rgate.testkit.transport.Requests.PATIENT;
import static io.rgate.testkit.transport.Requests.get;
import static io.rgate.testkit.transport.Requests.request;
import static io.rgate.testkit.transport.Requests.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rgate.api.Attempt.Failure;
import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.testkit.transport.RawHttp2Origin;
import io.rgate.transport.Cancellation;
import io.rgate.transport.Exchange.ResponseContent;
import io.rgate.transport.RequestContentException;
import io.rgate.transport.Upstream.OriginAnswer;
import io.rgate.transport.UpstreamException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Requests and answers over HTTP/2, with the front of this module as the origin. */
class Http2OriginIT extends OriginRig {

  @Test
  void aRequestIsSentAsItIs() throws Exception {
    serve(exchange -> {
      note(
          exchange.head().method()
              + " "
              + exchange.head().target()
              + " "
              + exchange.head().protocol());
      note(exchange.head().fields().toString());
      answer(exchange, "hello");
    });
    OriginAnswer answer =
        send(
            front(),
            get(
                "/a%2F?b=|%20",
                "Host",
                "c.test",
                "X-Own",
                "gr\u00fcn",
                "x-own",
                "2",
                "TE",
                "gzip, trailers",
                "Connection",
                "close"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.fields().get("content-length")).isEqualTo("5");
    assertThat(answer.body().length()).isEqualTo(5);
    assertThat(text(answer)).isEqualTo("hello");
    assertThat(noted()).isEqualTo("GET /a%2F?b=|%20 HTTP/2");
    assertThat(noted()).isEqualTo("host: c.test\nx-own: gr\u00fcn\nx-own: 2\nte: trailers\n");
  }

  @Test
  void contentOfAnyLengthGoesBothWays() throws Exception {
    serve(exchange -> {
      try (InputStream in = exchange.content().stream()) {
        long length = exchange.content().length();
        ResponseContent out = exchange.respond(200, Fields.EMPTY, length);
        byte[] piece = new byte[5000];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
          out.write(piece, 0, count);
        }
        out.end();
      }
    });
    for (int length : new int[] {0, 1, 16_384, 16_385, 65_536, 1_000_000}) {
      byte[] content = new byte[length];
      for (int i = 0; i < length; i++) {
        content[i] = (byte) (i % 251);
      }
      for (long declared : new long[] {length, Body.UNKNOWN}) {
        Body body = new Body(new ByteArrayInputStream(content), declared);
        OriginAnswer answer = send(front(), request("POST", "/", body));
        try (InputStream in = answer.body().stream()) {
          assertThat(in.readAllBytes()).as(length + " " + declared).isEqualTo(content);
        }
      }
    }
  }

  @Test
  void trailersAndInterimResponsesGoThrough() throws Exception {
    serve(exchange -> {
      exchange.inform(103, Fields.of("link", "a"));
      String content = content(exchange);
      String sum = exchange.content().trailers().get().toString();
      ResponseContent out = exchange.respond(200, Fields.EMPTY, Body.UNKNOWN);
      byte[] bytes = (content + " " + sum).getBytes(ISO_8859_1);
      out.write(bytes, 0, bytes.length);
      out.end(Fields.of("grpc-status", "0"));
    });
    List<String> told = new ArrayList<>();
    Body body =
        new Body(
            new ByteArrayInputStream(new byte[] {'x'}),
            Body.UNKNOWN,
            () -> Fields.of("Checksum", "1", "Content-Length", "7"));
    OriginAnswer answer =
        upstream.send(
            front(),
            request("POST", "/", body),
            PATIENT.withInterim((status, fields) -> told.add(status + " " + fields.get("link"))));
    assertThat(text(answer)).isEqualTo("x checksum: 1\n");
    assertThat(answer.body().trailers().get()).hasToString("grpc-status: 0\n");
    assertThat(told).containsExactly("103 a");
  }

  @Test
  void bothDirectionsGoOnAtOnce() throws Exception {
    serve(exchange -> {
      ResponseContent out = exchange.respond(200, Fields.EMPTY, Body.UNKNOWN);
      out.flush();
      InputStream in = exchange.content().stream();
      for (int each = in.read(); each >= 0; each = in.read()) {
        out.write(new byte[] {(byte) each}, 0, 1);
        out.flush();
      }
      out.end(Fields.of("end", "1"));
    });
    PipedOutputStream client = new PipedOutputStream();
    Body body = new Body(new PipedInputStream(client), Body.UNKNOWN);
    OriginAnswer answer = send(front(), request("POST", "/", body));
    InputStream in = answer.body().stream();
    for (char each : "abc".toCharArray()) {
      client.write(each);
      client.flush();
      assertThat(in.read()).isEqualTo(each);
    }
    client.close();
    assertThat(in.read()).isEqualTo(-1);
    assertThat(answer.body().trailers().get().get("end")).isEqualTo("1");
    in.close();
  }

  @Test
  void answersWithoutContentHaveNone() throws Exception {
    serve(exchange -> {
      int status = Integer.parseInt(exchange.head().target().substring(1));
      exchange.respond(status, Fields.EMPTY, status == 200 ? 5 : 0).end();
    });
    for (String status : new String[] {"200", "204", "304"}) {
      OriginAnswer answer = send(front(), request("HEAD", "/" + status, Body.EMPTY));
      assertThat(answer.status()).hasToString(status);
      assertThat(answer.body().length()).isZero();
      assertThat(text(answer)).isEmpty();
    }
  }

  @Test
  void manyRequestsShareOneConnection() throws Exception {
    int many = 100;
    CountDownLatch all = new CountDownLatch(many);
    serve(exchange -> {
      note(exchange.peer().remote().toString());
      all.countDown();
      await(all);
      answerOk(exchange);
    });
    ask100(many);
    String first = noted();
    for (int i = 1; i < many; i++) {
      assertThat(noted()).isEqualTo(first);
    }
  }

  private void ask100(int many) throws Exception {
    List<FutureTask<String>> tasks = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      FutureTask<String> task = new FutureTask<>(() -> ask(front()));
      Thread.ofVirtual().start(task);
      tasks.add(task);
    }
    for (FutureTask<String> task : tasks) {
      assertThat(task.get(10, TimeUnit.SECONDS)).isEqualTo("ok");
    }
  }

  @Test
  void whoeverCancelsResetsTheStreamAlone() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    serve(exchange -> {
      note(exchange.peer().remote().toString());
      if (exchange.head().target().equals("/slow")) {
        exchange.onGone(gone::countDown);
        await(gone);
      } else {
        answerOk(exchange);
      }
    });
    Cancellation cancellation = new Cancellation();
    FutureTask<OriginAnswer> task =
        new FutureTask<>(
            () -> upstream.send(front(), get("/slow"), PATIENT.withCancellation(cancellation)));
    Thread.ofVirtual().start(task);
    String first = noted();
    cancellation.cancel();
    assertThatThrownBy(() -> task.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            UpstreamException.class, e -> assertThat(e.failure()).isEqualTo(Failure.CLIENT));
    await(gone);
    assertThat(ask(front())).isEqualTo("ok");
    assertThat(noted()).isEqualTo(first);
  }

  @Test
  void aFailureOfTheContentIsToldApartAndHarmsNobodyElse() throws Exception {
    serve(exchange -> {
      note(exchange.peer().remote().toString());
      echo(exchange);
    });
    assertThat(ask(front())).isEmpty();
    String first = noted();
    RequestContentException tooLarge = new RequestContentException(413, "too large", null);
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw tooLarge;
          }
        };
    assertThatThrownBy(() -> send(front(), request("POST", "/", new Body(failing, Body.UNKNOWN))))
        .isInstanceOfSatisfying(
            UpstreamException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.CLIENT);
              assertThat(e).hasCause(tooLarge);
            });
    assertThat(noted()).isEqualTo(first);
    assertThat(ask(front())).isEmpty();
    assertThat(noted()).isEqualTo(first);
  }

  @Test
  void anAnswerIsSeenBeforeTheRequestIsWhole() throws Exception {
    serve(exchange -> answer(exchange, "early"));
    try (PipedOutputStream client = new PipedOutputStream()) {
      Body body = new Body(new PipedInputStream(client), 1_000_000);
      client.write(new byte[100]);
      OriginAnswer answer = send(front(), request("POST", "/", body));
      assertThat(text(answer)).isEqualTo("early");
    }
    assertThat(ask(front())).isEqualTo("early");
  }

  @Test
  void anOriginOfHttp1IsNamed() throws Exception {
    try (var origin =
        io.rgate.testkit.transport.RawOrigin.answering("HTTP/1.1 400 Bad Request\r\n\r\n")) {
      assertThatThrownBy(() -> ask(RawHttp2Origin.endpoint(origin.endpoint().port())))
          .isInstanceOfSatisfying(
              UpstreamException.class,
              e -> {
                assertThat(e.failure()).isEqualTo(Failure.INVALID);
                assertThat(e).hasMessage("the origin speaks HTTP/1, and not HTTP/2");
              });
    }
  }
}
