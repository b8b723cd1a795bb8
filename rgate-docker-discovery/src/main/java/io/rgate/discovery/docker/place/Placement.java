package io.rgate.discovery.docker.place;

import io.rgate.api.Endpoint;
import io.rgate.discovery.docker.engine.Container;
import io.rgate.spi.Discovered.Rejected;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decision about a container: an endpoint, or the reason why it is not an endpoint.
 *
 * @param endpoint null if the container is rejected
 * @param rejected null if the container is an endpoint
 * @param note which of several ports was chosen, and how to choose another one; empty if there is
 *     one port
 * @param why the reason for its address; empty if the container is rejected
 * @param published whether requests go to a published port, behind which an engine may have a proxy
 */
public record Placement(
    Container container,
    @Nullable Endpoint endpoint,
    @Nullable Rejected rejected,
    String note,
    String why,
    boolean published) {

  /** The container is an endpoint at {@code target}. */
  static Placement at(Container container, Endpoint endpoint, Placer.Target target) {
    return new Placement(
        container, endpoint, null, target.note(), target.why(), target.published());
  }

  /** Adds it to the list of endpoints or to {@code others}. */
  public void addTo(List<Endpoint> endpoints, List<Rejected> others) {
    if (endpoint != null) {
      endpoints.add(endpoint);
    }
    if (rejected != null) {
      others.add(rejected);
    }
  }

  /** The container is rejected, for that reason. */
  public static Placement rejected(Container container, String reason) {
    return new Placement(
        container,
        null,
        new Rejected(container.id(), container.shownName(), container.labels(), reason),
        "",
        "",
        false);
  }
}
