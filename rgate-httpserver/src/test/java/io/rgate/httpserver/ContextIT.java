package io.rgate.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpPrincipal;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which handler gets a request, and what stands before it. */
class ContextIT extends OverTheWire {
  private final List<String> steps = new CopyOnWriteArrayList<>();

  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server = bound();
    server.start();
  }

  private Response get(String target) throws IOException {
    return ask("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
  }

  private static HttpHandler saying(String text) {
    return exchange -> answer(exchange, text);
  }

  @ParameterizedTest
  @CsvSource({
    "/, root",
    "/x, root",
    "/a, a",
    "/a/, a",
    "/ab, a",
    "/a/b, ab",
    "/a/b/c?d=/z, ab",
    "/%61/b, ab",
    "http://a/a/b, ab",
  })
  void theLongestPathThatARequestBeginsWithWins(String target, String handler) throws Exception {
    server.createContext("/a", saying("a"));
    server.createContext("/", saying("root"));
    server.createContext("/a/b", saying("ab"));
    assertThat(get(target).content()).isEqualTo(handler);
  }

  @Test
  void aTargetWithoutAPathIsTheRootsMatter() throws Exception {
    server.createContext("/", saying("root"));
    assertThat(ask("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").content()).isEqualTo("root");
    assertThat(ask("CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n").content()).isEqualTo("root");
  }

  @Test
  void withoutAContextThereIs404AndTheConnectionEnds() throws Exception {
    server.createContext("/a", saying("a"));
    Wire client = client().send(GET + GET);
    Response response = client.response();
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.field("Connection")).isEqualTo("close");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void withoutAContextHeadGetsNoContent() throws Exception {
    Wire client = client().send(HEAD);
    assertThat(client.response("HEAD").status()).isEqualTo(404);
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void aContextThatIsRemovedLeavesItsRequestsToTheOthers() throws Exception {
    server.createContext("/", saying("root"));
    HttpContext first = server.createContext("/a", saying("a"));
    server.createContext("/b", saying("b"));
    Wire client = client();
    assertThat(client.send(GET.replace("/ ", "/a ")).response().content()).isEqualTo("a");
    server.removeContext(first);
    server.removeContext("/b");
    assertThat(client.send(GET.replace("/ ", "/a ")).response().content()).isEqualTo("root");
    assertThat(get("/b").content()).isEqualTo("root");
  }

  @Test
  void whatIsNotThereCannotBeRemoved() {
    assertThatIllegalArgumentException().isThrownBy(() -> server.removeContext("/a"));
  }

  @Test
  void aPathHasOneContext() throws Exception {
    server.createContext("/a", saying("first"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> server.createContext("/a", saying("second")));
    assertThatIllegalArgumentException().isThrownBy(() -> server.createContext("/a"));
    assertThat(get("/a").content()).isEqualTo("first");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "http://a/"})
  void aPathBeginsWithASlash(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> server.createContext(path, saying("never")));
  }

  @Test
  void aContextKnowsWhereItIs() {
    HttpHandler handler = saying("a");
    HttpContext context = server.createContext("/a", handler);
    assertThat(context.getPath()).isEqualTo("/a");
    assertThat(context.getServer()).isSameAs(server);
    assertThat(context.getHandler()).isSameAs(handler);
    assertThat(context.getAttributes()).isEmpty();
    assertThat(context.getFilters()).isEmpty();
  }

  @Test
  void aHandlerMayBeSetLaterButOnce() throws Exception {
    HttpContext context = server.createContext("/");
    assertThat(get("/").status()).isEqualTo(500);
    context.setHandler(saying("late"));
    assertThat(get("/").content()).isEqualTo("late");
    assertThatIllegalArgumentException().isThrownBy(() -> context.setHandler(saying("later")));
  }

  @Test
  void aHandlerIsNotNull() {
    assertThatNullPointerException().isThrownBy(() -> server.createContext("/a", null));
    HttpContext context = server.createContext("/a");
    assertThatNullPointerException().isThrownBy(() -> context.setHandler(null));
  }

  private Filter noting(String name) {
    return new Filter() {
      @Override
      public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        steps.add("into " + name);
        chain.doFilter(exchange);
        steps.add("out of " + name);
      }

      @Override
      public String description() {
        return name;
      }
    };
  }

  /** A handler that notes its step and answers, behind {@code filters}. */
  private HttpContext handledAfter(Filter... filters) {
    HttpContext context =
        server.createContext(
            "/",
            exchange -> {
              steps.add("handler");
              answerOk(exchange);
            });
    context.getFilters().addAll(List.of(filters));
    return context;
  }

  @Test
  void filtersRunInTheirOrder() throws Exception {
    handledAfter(noting("one"), noting("two"));
    assertThat(get("/").content()).isEqualTo("ok");
    eventually("both are left", () -> steps.size() == 5);
    assertThat(steps)
        .containsExactly("into one", "into two", "handler", "out of two", "out of one");
  }

  @Test
  void aFilterThatAnswersKeepsTheHandlerOut() throws Exception {
    handledAfter(
        Filter.beforeHandler("before", exchange -> steps.add("before")),
        new Filter() {
          @Override
          public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            exchange.sendResponseHeaders(403, -1);
          }

          @Override
          public String description() {
            return "refuses";
          }
        });
    assertThat(get("/").status()).isEqualTo(403);
    assertThat(steps).containsExactly("before");
  }

  @Test
  void whoIsKnownComesBeforeTheFiltersAndHasAName() throws Exception {
    HttpContext context =
        server.createContext("/", exchange -> answer(exchange, "" + exchange.getPrincipal()));
    HttpPrincipal known = new HttpPrincipal("ann", "realm");
    context.getFilters().add(Filter.beforeHandler("before", e -> steps.add("filter")));
    assertThat(get("/").content()).isEqualTo("null");
    Authenticator authenticator =
        new Authenticator() {
          @Override
          public Result authenticate(HttpExchange exchange) {
            steps.add("authenticator");
            return new Success(known);
          }
        };
    assertThat(context.setAuthenticator(authenticator)).isNull();
    assertThat(context.getAuthenticator()).isSameAs(authenticator);
    assertThat(get("/").content()).isEqualTo(known.toString());
    assertThat(steps).containsExactly("filter", "authenticator", "filter");
    assertThat(context.setAuthenticator(null)).isSameAs(authenticator);
  }

  @ParameterizedTest
  @CsvSource({"false, 407", "true, 403"})
  void whoIsNotKnownGetsTheAuthenticatorsStatus(boolean failure, int status) throws Exception {
    handledAfter(noting("filter"))
        .setAuthenticator(
            new Authenticator() {
              @Override
              public Result authenticate(HttpExchange exchange) {
                return failure ? new Failure(status) : new Retry(status);
              }
            });
    Wire client = client();
    assertThat(client.send(GET).response().status()).isEqualTo(status);
    assertThat(client.send(GET).response().status()).isEqualTo(status);
    assertThat(steps).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'', 401", "Basic YW5uOndyb25n, 401", "Basic YW5uOnNlY3JldA==, 200"})
  void theJdksBasicAuthenticatorWorks(String credentials, int status) throws Exception {
    handledAfter()
        .setAuthenticator(
            new BasicAuthenticator("here") {
              @Override
              public boolean checkCredentials(String user, String password) {
                return user.equals("ann") && password.equals("secret");
              }
            });
    String field = credentials.isEmpty() ? "" : "Authorization: " + credentials + "\r\n";
    Response response = ask("GET / HTTP/1.1\r\nHost: a\r\n" + field + "\r\n");
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.field("WWW-Authenticate").contains("here")).isEqualTo(status == 401);
  }
}
