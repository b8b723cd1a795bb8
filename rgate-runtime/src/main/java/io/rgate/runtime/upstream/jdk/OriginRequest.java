package io.rgate.runtime.upstream.jdk;

import io.rgate.api.Endpoint;
import io.rgate.api.Request;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request for the JDK's client. It is a subclass because the client's builder sends {@code
 * Content-Length: 0} with every bodiless method other than GET, HEAD and DELETE.
 */
final class OriginRequest extends HttpRequest {
  private final String method;
  private final URI uri;
  private final HttpHeaders headers;
  private final @Nullable BodyPublisher publisher;

  /** The request to {@code endpoint}, with its content from {@code publisher}. */
  OriginRequest(Endpoint endpoint, Request request, @Nullable BodyPublisher publisher) {
    this.method = request.method();
    // Scheme and authority come from the endpoint alone, because the path starts with a slash.
    this.uri =
        URI.create(
            endpoint.uri().getScheme()
                + "://"
                + endpoint.uri().getRawAuthority()
                + request.target());
    this.headers = headers(request);
    this.publisher = publisher;
  }

  private static HttpHeaders headers(Request request) {
    boolean host = JdkClientProperties.hostCanBeSet();
    Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    request
        .fields()
        .forEach((name, value) -> {
          if ((host || !name.equalsIgnoreCase("Host")) && !isLeftOut(name)) {
            values.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
          }
        });
    return HttpHeaders.of(values, (name, value) -> true);
  }

  /** TE needs a Connection that names it (RFC 9110, 10.1.4), which the client does not send. */
  private static boolean isLeftOut(String name) {
    return name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("TE");
  }

  @Override
  public Optional<BodyPublisher> bodyPublisher() {
    return Optional.ofNullable(publisher);
  }

  @Override
  public String method() {
    return method;
  }

  /** Always empty: its meaning changed in JDK 26, and the gateway uses timers of its own. */
  @Override
  public Optional<Duration> timeout() {
    return Optional.empty();
  }

  @Override
  public boolean expectContinue() {
    return false;
  }

  @Override
  public URI uri() {
    return uri;
  }

  @Override
  public Optional<Version> version() {
    return Optional.of(Version.HTTP_1_1);
  }

  @Override
  public HttpHeaders headers() {
    return headers;
  }
}
