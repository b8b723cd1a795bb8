package io.rgate.discovery.docker.engine;

import io.rgate.discovery.docker.engine.Container.Attachment;
import io.rgate.discovery.docker.engine.Container.Port;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds containers, running ones without anything unless told otherwise. */
public final class Containers {
  private final String id;
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final List<Attachment> networks = new ArrayList<>();
  private final List<Port> ports = new ArrayList<>();
  private String state = "running";
  private String health = "";
  private String networkMode = "bridge";

  private Containers(String id) {
    this.id = id;
  }

  public static Containers container(String id) {
    return new Containers(id);
  }

  public Containers label(String key, String value) {
    labels.put(key, value);
    return this;
  }

  public Containers state(String name) {
    state = name;
    return this;
  }

  public Containers health(String name) {
    health = name;
    return this;
  }

  public Containers networkMode(String name) {
    networkMode = name;
    return this;
  }

  public Containers network(String name, String address) {
    networks.add(new Attachment(name, address));
    return this;
  }

  /** On a network whose gateway may be another machine than the engine's. */
  public Containers network(String name, String address, String gateway) {
    networks.add(new Attachment(name, address, 16, gateway));
    return this;
  }

  public Containers exposed(int number) {
    ports.add(new Port(number, "", 0));
    return this;
  }

  public Containers published(int number, String hostAddress, int hostPort) {
    ports.add(new Port(number, hostAddress, hostPort));
    return this;
  }

  public Container build() {
    return new Container(id, "name-of-" + id, labels, state, health, networkMode, networks, ports);
  }
}
