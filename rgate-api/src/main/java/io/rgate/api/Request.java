package io.rgate.api;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client's request. Path and query are the bytes that the client sent; they are never decoded.
 *
 * <p>Immutable, except for its body, which can be read once. Make one with {@link #builder}, or
 * from another request with the {@code with…} methods.
 */
public final class Request {
  private final String method;
  private final String scheme;
  private final String protocol;
  private final String path;
  private final @Nullable String query;
  private final Fields fields;
  private final Body body;
  private final Peer peer;
  private final List<String> upgrade;
  private final @Nullable Attached attached;

  private Request(Builder from) {
    method = from.method;
    scheme = from.scheme;
    protocol = from.protocol;
    path = from.path;
    query = from.query;
    fields = from.fields;
    body = from.body;
    peer = from.peer;
    upgrade = from.upgrade;
    attached = from.attached;
  }

  /**
   * A builder of a request for {@code target}: a raw path with or without a query, or {@code *}.
   */
  public static Builder builder(String method, String target) {
    return new Builder(method).target(target);
  }

  /** A builder that starts with this request. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** The method: a token, case-sensitive (RFC 9110, 9.1). */
  public String method() {
    return method;
  }

  /** {@code http} or {@code https}: the scheme by which the request reached the gateway. */
  public String scheme() {
    return scheme;
  }

  /** The protocol: {@code HTTP/1.0}, {@code HTTP/1.1} or {@code HTTP/2}. */
  public String protocol() {
    return protocol;
  }

  /**
   * The host that the client asked for, with the port if the client gave one; empty if it gave no
   * host.
   */
  public String authority() {
    String host = fields.get("Host");
    return host == null ? "" : host;
  }

  /** The raw path, starting with {@code /}; or {@code *} with OPTIONS. */
  public String path() {
    return path;
  }

  /**
   * The raw query without its question mark, or null if the target has none; an empty query is not
   * the same as none.
   */
  public @Nullable String query() {
    return query;
  }

  /** The path and the query as they stood in the request line. */
  public String target() {
    return query == null ? path : path + "?" + query;
  }

  /** The header section, without the fields that apply to one connection only. */
  public Fields fields() {
    return fields;
  }

  /** The content, as a stream. */
  public Body body() {
    return body;
  }

  /** The client's connection: its addresses and its TLS. */
  public Peer peer() {
    return peer;
  }

  /** The remote address of the connection. */
  public InetSocketAddress client() {
    return peer.remote();
  }

  /**
   * The protocols with which the client wants to go on instead of HTTP, best first, such as {@code
   * websocket} ({@code Upgrade}, RFC 9110, 7.8; {@code :protocol}, RFC 8441); nearly always none.
   */
  public List<String> upgrade() {
    return upgrade;
  }

  /** The value that was last attached under {@code key}. */
  public <T> Optional<T> attribute(Attribute<T> key) {
    return Attached.find(attached, key);
  }

  /** The same request with another method. */
  public Request withMethod(String other) {
    return toBuilder().method(other).build();
  }

  /** The same request for another target: a raw path with or without a query, or {@code *}. */
  public Request withTarget(String other) {
    return toBuilder().target(other).build();
  }

  /** The same request with other fields. */
  public Request withFields(Fields other) {
    return toBuilder().fields(other).build();
  }

  /** The same request with other content. */
  public Request withBody(Body other) {
    return toBuilder().body(other).build();
  }

  /** The same request, in which the client wants to go on with {@code other}; none: with HTTP. */
  public Request withUpgrade(List<String> other) {
    return toBuilder().upgrade(other).build();
  }

  /** The same request with {@code value} attached, which the filters behind this one can read. */
  public <T> Request with(Attribute<T> key, T value) {
    return toBuilder().attribute(key, value).build();
  }

  /** The method and the target. */
  @Override
  public String toString() {
    return method + " " + target();
  }

  /** Collects the parts of a request; used by one thread. */
  public static final class Builder {
    private static final Peer NOBODY = new Peer(new InetSocketAddress(0), new InetSocketAddress(0));

    private String method;
    private String scheme = "http";
    private String protocol = "HTTP/1.1";
    private String path = "/";
    private @Nullable String query;
    private Fields fields = Fields.EMPTY;
    private Body body = Body.EMPTY;
    private Peer peer = NOBODY;
    private List<String> upgrade = List.of();
    private @Nullable Attached attached;

    private Builder(String method) {
      this.method = Objects.requireNonNull(method, "method");
    }

    private Builder(Request start) {
      method = start.method;
      scheme = start.scheme;
      protocol = start.protocol;
      path = start.path;
      query = start.query;
      fields = start.fields;
      body = start.body;
      peer = start.peer;
      upgrade = start.upgrade;
      attached = start.attached;
    }

    /** Sets the method, a token. */
    public Builder method(String given) {
      method = Objects.requireNonNull(given, "method");
      return this;
    }

    /** Sets {@code http} or {@code https}; the default is {@code http}. */
    public Builder scheme(String given) {
      scheme = Objects.requireNonNull(given, "scheme");
      return this;
    }

    /** Sets the protocol; the default is {@code HTTP/1.1}. */
    public Builder protocol(String given) {
      protocol = Objects.requireNonNull(given, "protocol");
      return this;
    }

    /** Sets a raw path with or without a query, or {@code *}. */
    public Builder target(String given) {
      int question = given.indexOf('?');
      return question < 0
          ? target(given, null)
          : target(given.substring(0, question), given.substring(question + 1));
    }

    /** Sets a raw path and its query, or null for no query. */
    public Builder target(String givenPath, @Nullable String givenQuery) {
      path = Objects.requireNonNull(givenPath, "path");
      query = givenQuery;
      return this;
    }

    /** Sets the fields; the default is none. */
    public Builder fields(Fields given) {
      fields = Objects.requireNonNull(given, "fields");
      return this;
    }

    /** Sets the content; the default is none. */
    public Builder body(Body given) {
      body = Objects.requireNonNull(given, "body");
      return this;
    }

    /** Sets the peer; the default is an address of no real client. */
    public Builder peer(Peer given) {
      peer = Objects.requireNonNull(given, "peer");
      return this;
    }

    /** Sets the protocols that the client wants to go on with; the default is none. */
    public Builder upgrade(List<String> given) {
      upgrade = List.copyOf(given);
      return this;
    }

    /** Attaches {@code value} under {@code key}. */
    public <T> Builder attribute(Attribute<T> key, T value) {
      attached =
          new Attached(
              Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"), attached);
      return this;
    }

    /** Makes the request. */
    public Request build() {
      return new Request(this);
    }
  }

  /**
   * The key of a value that filters attach to a request for those behind them. Two keys are the
   * same only if they are one object, so two filters never share one by accident.
   *
   * @param <T> what the value is
   */
  public static final class Attribute<T> {
    private final String name;
    private final Class<T> type;

    private Attribute(String name, Class<T> type) {
      this.name = Objects.requireNonNull(name, "name");
      this.type = Objects.requireNonNull(type, "type");
    }

    /** A new key; {@code name} is for messages only. */
    public static <T> Attribute<T> of(String name, Class<T> type) {
      return new Attribute<>(name, type);
    }

    /** Casts the value to the type of this key. */
    T cast(Object value) {
      return type.cast(value);
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
