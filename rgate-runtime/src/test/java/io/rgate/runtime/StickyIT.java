package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.config.ConfigFile;
import io.rgate.runtime.measure.NoStats;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which of several endpoints a client gets, and gets again, by what a file says. */
class StickyIT extends GatewayRig {

  /** An origin whose content is {@code name}. */
  private RawOrigin named(String name) throws IOException {
    return answering("HTTP/1.1 200 OK\r\nContent-Length: " + name.length() + "\r\n\r\n" + name);
  }

  /** A gateway before {@code origins}, of which the first is in the zone eu-1. */
  private void gatewayOf(String zone, String backend, RawOrigin... origins) {
    StringBuilder yaml = new StringBuilder(zone);
    yaml.append("routes: [{path_prefix: /, backend: all}]\n");
    yaml.append("backends: [{name: all, match_labels: [all], ").append(backend).append("}]\n");
    yaml.append("discovery:\n  type: static\n  endpoints:\n");
    for (RawOrigin origin : origins) {
      String label = origin == origins[0] ? "eu-1" : "eu-2";
      yaml.append("  - url: ").append(origin.url());
      yaml.append("\n    labels: {all: '', rgate.zone: ").append(label).append("}\n");
    }
    gateway(
        Gateway.builder()
            .config(ConfigFile.parse("rgate.yml", yaml.toString()))
            .stats(NoStats.INSTANCE)
            .host("127.0.0.1")
            .port(0));
  }

  private Message get(String path, String fields) throws IOException {
    return ask("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + fields + "\r\n");
  }

  /** A client that keeps the cookie of its last answer that had one. */
  private final class Client {
    private String cookie = "";
    private int given;

    String ask() throws IOException {
      Message answer = get("/", cookie);
      assertThat(answer.status()).isEqualTo(200);
      String set = answer.first("Set-Cookie");
      if (!set.isEmpty()) {
        assertThat(set).matches("AT=[A-Za-z0-9_-]{12}; Path=/; HttpOnly; SameSite=Lax");
        cookie = "Cookie: theme=dark; " + set.substring(0, set.indexOf(';')) + "\r\n";
        given++;
      }
      return answer.text();
    }
  }

  @Test
  void clientStaysWithItsEndpointAndMovesOnceWhenThatDies() throws Exception {
    RawOrigin dying = named("two");
    gatewayOf("", "sticky: {cookie: AT}", named("one"), dying, named("three"));
    List<Client> clients = new ArrayList<>();
    List<String> homes = new ArrayList<>();
    // Until each endpoint has clients; with chance alone 40 clients nearly always are enough.
    while (clients.size() < 40 || new HashSet<>(homes).size() < 3) {
      Client client = new Client();
      clients.add(client);
      homes.add(client.ask());
    }
    for (int i = 0; i < clients.size(); i++) {
      assertThat(clients.get(i).ask()).isEqualTo(homes.get(i));
      assertThat(clients.get(i).ask()).isEqualTo(homes.get(i));
    }
    assertThat(clients).allMatch(client -> client.given == 1);

    dying.close();
    for (int i = 0; i < clients.size(); i++) {
      Client client = clients.get(i);
      String now = client.ask();
      boolean moved = homes.get(i).equals("two");
      assertThat(now).isNotEqualTo("two");
      assertThat(client.given).isEqualTo(moved ? 2 : 1);
      assertThat(moved || now.equals(homes.get(i)))
          .as("only clients of the dead one move")
          .isTrue();
      assertThat(client.ask()).isEqualTo(now);
    }
  }

  @Test
  void cookieOfTheClientReachesTheOriginAsItIs() throws Exception {
    RawOrigin origin = named("one");
    gatewayOf("", "sticky: {cookie: AT}", origin);
    get("/", "Cookie: a=1; AT=old\r\n");
    assertThat(origin.request().first("Cookie")).isEqualTo("a=1; AT=old");
  }

  @Test
  void requestsOfOneUserGoToOneEndpointAndThoseOfOthersStayWhenItDies() throws Exception {
    RawOrigin dying = named("two");
    gatewayOf("", "balance: {type: hash, by: 'field:X-User'}", named("one"), dying, named("three"));
    List<String> homes = new ArrayList<>();
    for (int user = 0; user < 60; user++) {
      homes.add(ofUser(user));
    }
    assertThat(new HashSet<>(homes)).containsExactlyInAnyOrder("one", "two", "three");
    for (int user = 0; user < 60; user++) {
      assertThat(ofUser(user)).isEqualTo(homes.get(user));
    }
    dying.close();
    Set<String> heirs = new HashSet<>();
    for (int user = 0; user < 60; user++) {
      String now = ofUser(user);
      if (homes.get(user).equals("two")) {
        heirs.add(now);
      } else {
        assertThat(now).isEqualTo(homes.get(user));
      }
    }
    assertThat(heirs).containsExactlyInAnyOrder("one", "three");
  }

  private String ofUser(int user) throws IOException {
    Message answer = get("/", "X-User: " + user + "\r\n");
    assertThat(answer.status()).isEqualTo(200);
    return answer.text();
  }

  @Test
  void endpointsOfTheZoneGetAllUntilTheyDie() throws Exception {
    RawOrigin near = named("near");
    gatewayOf("zone: eu-1\n", "balance: random", near, named("far"));
    for (int i = 0; i < 20; i++) {
      assertThat(get("/", "").text()).isEqualTo("near");
    }
    near.close();
    for (int i = 0; i < 20; i++) {
      assertThat(get("/", "").text()).isEqualTo("far");
    }
  }
}
