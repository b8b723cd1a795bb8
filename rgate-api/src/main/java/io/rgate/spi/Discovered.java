package io.rgate.spi;

import static java.util.Objects.requireNonNull;

import io.rgate.api.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a discovery has found: the full list of endpoints, and what it knows besides. Immutable; a
 * discovery begins with {@link #of} and adds what it knows.
 */
public final class Discovered {
  private final List<Endpoint> endpoints;
  private final List<Rejected> rejected;
  private final Map<String, String> choices;

  private Discovered(
      List<Endpoint> endpoints, List<Rejected> rejected, Map<String, String> choices) {
    this.endpoints = List.copyOf(requireNonNull(endpoints, "endpoints"));
    this.rejected = List.copyOf(requireNonNull(rejected, "rejected"));
    this.choices = Map.copyOf(requireNonNull(choices, "choices"));
  }

  /** All endpoints that exist now, each with all its labels; nothing is rejected. */
  public static Discovered of(List<Endpoint> endpoints) {
    return new Discovered(endpoints, List.of(), Map.of());
  }

  /** All endpoints that exist now, each with all its labels; nothing is rejected. */
  public static Discovered of(Endpoint... endpoints) {
    return of(List.of(endpoints));
  }

  /** The same, and the instances that are there but cannot take requests. */
  public Discovered withRejected(List<Rejected> others) {
    return new Discovered(endpoints, others, choices);
  }

  /**
   * The same, and why an endpoint has the address that it has; for a discovery that chooses among
   * several addresses.
   *
   * @param reasons a few words each, by the endpoint's id
   */
  public Discovered withChoices(Map<String, String> reasons) {
    return new Discovered(endpoints, rejected, reasons);
  }

  /** All endpoints that exist, each with all its labels. */
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /** What is there but cannot take requests, and why. */
  public List<Rejected> rejected() {
    return rejected;
  }

  /** Why an endpoint has its address, by its id. */
  public Map<String, String> choices() {
    return choices;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Discovered that
        && endpoints.equals(that.endpoints)
        && rejected.equals(that.rejected)
        && choices.equals(that.choices);
  }

  @Override
  public int hashCode() {
    return Objects.hash(endpoints, rejected, choices);
  }

  @Override
  public String toString() {
    return "Discovered[endpoints="
        + endpoints
        + ", rejected="
        + rejected
        + ", choices="
        + choices
        + "]";
  }

  /**
   * An instance that a discovery sees, and why no request can be sent to it; so that a gateway can
   * say why a backend has no endpoint.
   *
   * @param id names the instance for as long as it lives
   * @param name what people call it
   * @param labels all the labels that the instance carries
   * @param reason a few words: {@code unhealthy}, {@code no TCP port is exposed}
   */
  public record Rejected(String id, String name, Map<String, String> labels, String reason) {

    /** Refuses nulls and copies the labels. */
    public Rejected {
      requireNonNull(id, "id");
      requireNonNull(name, "name");
      requireNonNull(labels, "labels");
      requireNonNull(reason, "reason");
      labels = Map.copyOf(labels);
    }
  }
}
