package io.rgate.http.sending;

import static io.rgate.testkit.transport.Requests.options;
import static io.rgate.testkit.transport.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.api.Body;
import io.rgate.http.sending.Progress.State;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class UploadTest {
  private final Upload upload =
      new Upload(
          request("POST", "/", new Body(InputStream.nullInputStream(), 1)),
          options(5_000, 1, 60_000));

  @Test
  void theOneIsToBlameWhoWasWaitedForWhenTheTimeWasOver() throws Exception {
    long since = System.nanoTime();
    Thread.sleep(5);
    assertThat(upload.left(since)).as("the origin takes nothing").isNegative();
    upload.become(State.READING); // it took a piece in the very instant
    assertThat(upload.waitsForContent()).isFalse();
  }

  @Test
  void aClientThatIsWaitedForIsToBlame() {
    upload.become(State.READING);
    assertThat(upload.left(System.nanoTime())).isPositive();
    assertThat(upload.waitsForContent()).isTrue();
  }
}
