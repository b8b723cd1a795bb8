package io.rgate.runtime.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Body;
import io.rgate.api.Fields;
import io.rgate.api.Response;
import java.io.ByteArrayInputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrpcAnswerTest {
  private static final Fields GRPC = Fields.of("Content-Type", "application/grpc+proto");

  @ParameterizedTest
  @CsvSource({
    "200, 12", "204, 12", "302, 12", "400, 13", "401, 16", "403, 7", "404, 12", "405, 12", "408, 4",
    "413, 8", "414, 8", "418, 2", "429, 8", "431, 8", "499, 1", "500, 13", "501, 12", "502, 14",
    "503, 14", "504, 4", "505, 2", "599, 2"
  })
  void aStatusHasACode(int status, int code) {
    Response told = GrpcAnswer.of(Response.text(status, "no"), GRPC);
    assertThat(told.status()).isEqualTo(200);
    assertThat(told.fields().all("grpc-status")).containsExactly(String.valueOf(code));
    assertThat(told.fields().get("grpc-message"))
        .isEqualTo((status + " " + Response.reason(status)).strip());
    assertThat(told.body().isEmpty()).isTrue();
  }

  @Test
  void fieldsStayExceptThoseOfTheContentWhichIsClosed() {
    AtomicInteger closed = new AtomicInteger();
    ByteArrayInputStream content =
        new ByteArrayInputStream(new byte[2]) {
          @Override
          public void close() {
            closed.incrementAndGet();
          }
        };
    Fields fields = Fields.of("Content-Language", "en", "Retry-After", "7", "Content-Type", "a/b");
    Response told = GrpcAnswer.of(Response.of(503, fields, new Body(content, 2)), GRPC);
    assertThat(told.fields())
        .hasToString(
            "Retry-After: 7\nContent-Type: application/grpc\ngrpc-status: 14\n"
                + "grpc-message: 503 Service Unavailable\n");
    assertThat(closed).hasValue(1);
  }
}
