package io.rgate.discovery.docker.place;

import io.rgate.discovery.docker.engine.Container.Attachment;
import io.rgate.discovery.docker.engine.EngineAddress;
import java.net.URI;
import java.util.Set;

/** Where the engine and this process are, for a test. */
public record Sites(String uri, boolean rootless, boolean onHost, Set<String> shared) {

  /** The engine's machine is ours, and so are its networks 172.17. and 172.18. */
  public static Sites local() {
    return new Sites("unix:///var/run/docker.sock", false, true, Set.of("172.17.", "172.18."));
  }

  /** The engine's machine is ours, but none of our interfaces is on its networks. */
  public static Sites loopbackOnly() {
    return new Sites("unix:///var/run/docker.sock", false, true, Set.of());
  }

  /** This process is in a container, on the network 172.18. */
  static Sites inContainer() {
    return new Sites("unix:///var/run/docker.sock", false, false, Set.of("172.18."));
  }

  /** Far away, with networks that have the same addresses as ours by chance. */
  static Sites remote() {
    return new Sites("tcp://build.example:2376", false, true, Set.of("172.17."));
  }

  static Sites rootlessEngine() {
    return new Sites("unix:///run/user/1000/docker.sock", true, true, Set.of("172.17."));
  }

  public Placer placer() {
    return placer(Placer.Policy.DEFAULT);
  }

  public Placer placer(Placer.Policy policy) {
    EngineAddress engine = new EngineAddress(URI.create(uri), null);
    return new Placer(new Site(engine, rootless, new ReachCache(this::reach)), policy);
  }

  /** What this process can connect to there, whatever the interfaces of the test's machine are. */
  public Reach reach() {
    return new Reach() {
      @Override
      public boolean shares(String address) {
        return shared.stream().anyMatch(address::startsWith);
      }

      @Override
      public boolean isOn(Attachment network) {
        return shares(network.address()) && !network.gateway().equals("elsewhere");
      }

      @Override
      public boolean onHost() {
        return onHost;
      }
    };
  }
}
