package io.rgate.runtime.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Body;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeptContentTest {

  private static Body body(String text, boolean declared) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Body(new ByteArrayInputStream(bytes), declared ? bytes.length : Body.UNKNOWN);
  }

  @Test
  void whatWasReadToItsEndCanBeSentAgainMoreThanOnce() throws Exception {
    KeptContent content = new KeptContent(body("hello", true), 5);
    assertThat(content.again()).isNull();
    assertThat(content.first().stream().readNBytes(4)).hasSize(4);
    assertThat(content.again()).as("before its end").isNull();
    assertThat(content.first().stream().read()).isEqualTo('o');
    for (int i = 0; i < 2; i++) {
      Body again = content.again();
      assertThat(again.length()).isEqualTo(5);
      assertThat(again.stream().readAllBytes()).asString().isEqualTo("hello");
    }
  }

  @Test
  void theEndOfUndeclaredContentIsKnownOnceItWasRead() throws Exception {
    KeptContent content = new KeptContent(body("hello", false), 5);
    assertThat(content.first().stream().read(new byte[5])).isEqualTo(5);
    assertThat(content.again()).isNull();
    assertThat(content.first().stream().read()).isEqualTo(-1);
    assertThat(content.again().length()).isEqualTo(Body.UNKNOWN);
    assertThat(content.again().stream().readAllBytes()).asString().isEqualTo("hello");
  }

  @Test
  void whatIsTooMuchIsPassedOnAndNotKept() throws Exception {
    KeptContent content = new KeptContent(body("hello!", false), 5);
    assertThat(content.first().stream().readAllBytes()).asString().isEqualTo("hello!");
    assertThat(content.again()).isNull();
  }
}
