package io.rgate.transport;

import io.rgate.api.Limits;
import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * The address on which a front listens and the limits of its clients; immutable.
 *
 * <p>Later versions may add settings as further {@code with…} methods, so an object is made by
 * {@link #of}.
 */
public final class FrontSettings {
  private final InetSocketAddress address;
  private final Limits limits;

  private FrontSettings(InetSocketAddress address, Limits limits) {
    this.address = Objects.requireNonNull(address, "address");
    this.limits = Objects.requireNonNull(limits, "limits");
  }

  /** Settings to listen on {@code address} with the default limits; port 0 takes any free port. */
  public static FrontSettings of(InetSocketAddress address) {
    return new FrontSettings(address, Limits.DEFAULT);
  }

  /** The same settings with other limits. */
  public FrontSettings withLimits(Limits other) {
    return new FrontSettings(address, other);
  }

  /** The address on which to listen. */
  public InetSocketAddress address() {
    return address;
  }

  /** The limits of what a client may send. */
  public Limits limits() {
    return limits;
  }
}
