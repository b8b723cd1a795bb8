package io.rgate.discovery.docker.place;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The kind of a container's address to which requests are sent. */
public enum AddressKind {
  /** An address that this process can reach. */
  AUTO,
  /** A published port, even if it seems to be out of reach. */
  PUBLISHED,
  /** The container's own address, even if it seems to be out of reach. */
  CONTAINER;

  /** The kind with the name {@code word} in settings and labels; empty if there is none. */
  public static Optional<AddressKind> of(String word) {
    return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  /** The name in settings and labels. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
