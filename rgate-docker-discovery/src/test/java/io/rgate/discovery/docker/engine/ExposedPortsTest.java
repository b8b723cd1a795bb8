package io.rgate.discovery.docker.engine;

import static io.rgate.discovery.docker.engine.Containers.container;
import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.discovery.docker.engine.Container.Port;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExposedPortsTest {
  private static final Container LISTED = container("a").build();
  private static final Container OTHER = container("b").build();

  private final List<String> asked = new ArrayList<>();
  private IOException failure;
  private Container found = container("a").exposed(8080).build();
  private final ExposedPorts exposed =
      new ExposedPorts(id -> {
        asked.add(id);
        if (failure != null) {
          throw failure;
        }
        return Optional.ofNullable(found);
      });

  @BeforeEach
  void begin() {
    exposed.beginAll(Set.of("a", "b"));
  }

  @Test
  void containerIsInspectedOnce() throws Exception {
    assertThat(exposed.complete(LISTED)).contains(found);
    exposed.beginAll(Set.of("a"));
    assertThat(exposed.complete(LISTED)).contains(found);
    exposed.beginSome(Set.of("a"));
    assertThat(exposed.complete(LISTED)).contains(found);
    assertThat(asked).containsExactly("a");
  }

  @Test
  void containerThatExposesNothingIsAskedAgainOnlyAfterAnEvent() throws Exception {
    found = LISTED;
    exposed.complete(LISTED);
    exposed.beginAll(Set.of("a"));
    exposed.complete(LISTED);
    assertThat(asked).containsExactly("a");
    exposed.beginSome(Set.of("a"));
    exposed.complete(LISTED);
    assertThat(asked).containsExactly("a", "a");
  }

  @Test
  void publishedPortsAreNotRememberedForTheyChange() throws Exception {
    found = container("a").published(80, "", 1).build();
    assertThat(exposed.complete(LISTED)).contains(found);
    found = container("a").published(80, "", 2).build();
    assertThat(exposed.complete(LISTED).orElseThrow().ports()).containsExactly(new Port(80, "", 2));
  }

  @Test
  void containerThatIsGoneIsNotListed() throws Exception {
    found = null;
    assertThat(exposed.complete(LISTED)).isEmpty();
  }

  @Test
  void containerThatCannotBeInspectedIsTakenAsListedAndNoOtherWaitsInThatList() throws Exception {
    failure = new IOException("no answer within 10000 ms");
    assertThat(exposed.complete(LISTED)).contains(LISTED);
    assertThat(exposed.complete(OTHER)).contains(OTHER);
    assertThat(asked).containsExactly("a");
    exposed.beginAll(Set.of("a", "b"));
    exposed.complete(LISTED);
    exposed.complete(OTHER);
    assertThat(asked).as("the next list asks for the other").containsExactly("a", "b");
  }
}
