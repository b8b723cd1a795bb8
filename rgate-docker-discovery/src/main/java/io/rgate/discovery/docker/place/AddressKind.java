package io.rgate.discovery.docker.place;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Which of a container's addresses requests are sent to. */
public enum AddressKind {
  /** One that this process can reach. */
  AUTO,
  /** A published port, whether or not it looks as if it could be reached. */
  PUBLISHED,
  /** The container's own address, whether or not it looks as if it could be reached. */
  CONTAINER;

  /** The kind that settings and labels call {@code word}; empty if there is none. */
  public static Optional<AddressKind> of(String word) {
    return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  /** As it is written in settings and labels. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
