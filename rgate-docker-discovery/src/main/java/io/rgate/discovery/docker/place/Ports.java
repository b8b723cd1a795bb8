package io.rgate.discovery.docker.place;

import io.rgate.discovery.docker.engine.Container.Port;
import java.util.List;
import java.util.stream.Collectors;

/** Describes the choice among several ports. */
final class Ports {
  private Ports() {}

  static String note(List<Port> among, Port chosen, String kind) {
    List<Integer> numbers = among.stream().map(Port::number).distinct().sorted().toList();
    if (numbers.size() < 2) {
      return "";
    }
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "))
        + " are "
        + kind
        + ": uses "
        + chosen.number()
        + "; the label "
        + Tuning.PORT
        + " chooses another one";
  }
}
