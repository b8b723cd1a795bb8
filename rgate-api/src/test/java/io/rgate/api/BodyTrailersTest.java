package io.rgate.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTrailersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length",
        "TRANSFER-ENCODING",
        "host",
        "Authorization",
        "Set-Cookie",
        "Trailer",
        "te"
      })
  void whatFramesRoutesOrAuthenticatesIsNoTrailer(String name) {
    assertThat(Body.isTrailer(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"grpc-status", "grpc-message", "ETag", "Digest", "Server-Timing", "X-Any"})
  void othersMayBe(String name) {
    assertThat(Body.isTrailer(name)).isTrue();
  }

  @Test
  void aBodyIsMadeWithThemOrWithout() {
    InputStream none = InputStream.nullInputStream();
    assertThat(Body.EMPTY.mayHaveTrailers()).isFalse();
    assertThat(Body.of("a").mayHaveTrailers()).isFalse();
    assertThat(new Body(none, Body.UNKNOWN).trailers().get()).isEqualTo(Fields.EMPTY);
    Body with = new Body(none, Body.UNKNOWN, () -> Fields.of("X", "1"));
    assertThat(with.mayHaveTrailers()).isTrue();
    assertThat(with.trailers().get()).hasToString("X: 1\n");
  }
}
