package io.rgate.discovery.docker.watch;

import static io.rgate.discovery.docker.engine.Containers.container;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.discovery.docker.Heard;
import io.rgate.discovery.docker.place.Sites;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergeTest {
  private static final String ID = "0123456789ab".repeat(5) + "cdef";

  private final Heard heard = new Heard();
  private final Merge merge = new Merge(heard);
  private final EngineWatch.Reports engine = merge.engine("one", () -> "one at unix:///x.sock");

  @Test
  void failureNamesTheEngineAndItsSocketAndNoFullId() {
    engine.onFailure(new IOException("GET /x: status 500 no such container: " + ID));
    assertThat(heard.failures())
        .singleElement()
        .satisfies(failure ->
            assertThat(failure)
                .hasMessage(
                    "one at unix:///x.sock: GET /x: status 500 no such container: 0123456789ab"));
  }

  @Test
  void repeatedFailuresAreToldOnce() {
    for (int i = 0; i < 100; i++) {
      engine.onFailure(new IOException("cut"));
      engine.onPlacements(List.of());
    }
    assertThat(heard.failures()).hasSize(1);
  }

  @Test
  void listSaysWhyEachEndpointHasItsAddress() {
    engine.onPlacements(
        List.of(
            Sites.local().placer().place(container("a").published(80, "", 1).build()),
            Sites.local().placer().place(container("b").build())));
    assertThat(heard.choice("a")).isEqualTo("published, for it has no address on a network");
    assertThat(heard.choice("b")).isEmpty();
    assertThat(heard.rejection("b")).isPresent();
  }
}
