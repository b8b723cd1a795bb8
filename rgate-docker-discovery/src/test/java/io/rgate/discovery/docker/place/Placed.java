package io.rgate.discovery.docker.place;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.discovery.docker.engine.Containers;

/** What becomes of a container. */
final class Placed {
  private Placed() {}

  static Placement place(Containers container) {
    return Sites.local().placer().place(container.build());
  }

  static String uri(Containers container) {
    return uri(Sites.local(), container);
  }

  static String uri(Sites site, Containers container) {
    Placement placement = site.placer().place(container.build());
    assertThat(placement.rejected()).isNull();
    return placement.endpoint().uri().toString();
  }

  static String reason(Containers container) {
    return reason(Sites.local(), container);
  }

  static String reason(Sites site, Containers container) {
    Placement placement = site.placer().place(container.build());
    assertThat(placement.endpoint()).isNull();
    return placement.rejected().reason();
  }
}
