package io.rgate.runtime;

import static io.rgate.testkit.transport.RawHttp2.DATA;
import static io.rgate.testkit.transport.RawHttp2.END_STREAM;
import static io.rgate.testkit.transport.RawHttp2.HEADERS;
import static io.rgate.testkit.transport.RawHttp2.RST_STREAM;

import io.rgate.api.Fields;
import io.rgate.testkit.transport.RawHttp2;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A client that sends one request piece by piece, over HTTP/1.1 or HTTP/2, and tells what it got.
 */
abstract class AnyClient implements AutoCloseable {

  /** What it speaks. */
  enum Speaks {
    HTTP1,
    HTTP2
  }

  /**
   * A response; names of fields are in lower case, lines stand as {@code name: value}.
   *
   * @param interim the heads before it, such as {@code 103 link: a}
   * @param fields without the status
   * @param trailers the lines of its trailer section, with semicolons between them
   * @param whole whether it came to its end
   */
  record Seen(
      List<String> interim,
      int status,
      Fields fields,
      String text,
      String trailers,
      boolean whole) {}

  static AnyClient to(int port, Speaks what) throws IOException {
    return what == Speaks.HTTP1 ? new Http1(Wire.to(port)) : new Http2(RawHttp2.greeted(port));
  }

  @Override
  public abstract void close() throws IOException;

  /** Begins a request; fields are names and values in turn. */
  abstract AnyClient begin(String method, boolean last, String... fields) throws IOException;

  abstract AnyClient data(String text) throws IOException;

  /** Ends the request with trailers: names and values in turn. */
  abstract AnyClient end(String... trailers) throws IOException;

  /** The same over HTTP/2, with names as they are. */
  AnyClient endAsIs(String... trailers) throws IOException {
    return end(trailers);
  }

  /** A line of a trailer section with its name in lower case. */
  static String lower(String line) {
    int colon = line.indexOf(':');
    return line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon);
  }

  /** The next header section, as a line. */
  abstract String section() throws IOException;

  /** Everything up to the end of the response, but the sections that were asked for one by one. */
  abstract Seen seen() throws IOException;

  /** Whether nothing comes for so long. */
  abstract boolean isSilentFor(int millis) throws IOException;

  /** Whether the connection may serve another request. */
  abstract boolean isClosed() throws IOException;

  private static String line(Fields fields) {
    String status = fields.get("status");
    List<String> lines = new ArrayList<>();
    fields.forEach((name, value) -> {
      if (!name.equals("status") && !(status != null && name.equalsIgnoreCase("date"))) {
        lines.add(name.toLowerCase(Locale.ROOT) + ": " + value);
      }
    });
    String joined = String.join("; ", lines);
    return status == null ? joined : (status + " " + joined).strip();
  }

  private static final class Http1 extends AnyClient {
    private final Wire wire;
    private String method = "GET";
    private boolean chunked;
    private String begun;

    Http1(Wire wire) {
      this.wire = wire;
    }

    @Override
    AnyClient begin(String name, boolean last, String... fields) throws IOException {
      method = name;
      StringBuilder head = new StringBuilder(name + " / HTTP/1.1\r\nHost: a\r\n");
      chunked = !last;
      for (int i = 0; i < fields.length; i += 2) {
        head.append(fields[i]).append(": ").append(fields[i + 1]).append("\r\n");
        chunked &= !fields[i].equalsIgnoreCase("content-length");
      }
      wire.send(head.append(chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n").toString());
      return this;
    }

    @Override
    AnyClient data(String text) throws IOException {
      wire.send(chunked ? Integer.toHexString(text.length()) + "\r\n" + text + "\r\n" : text);
      return this;
    }

    @Override
    AnyClient end(String... trailers) throws IOException {
      StringBuilder last = new StringBuilder("0\r\n");
      for (int i = 0; i < trailers.length; i += 2) {
        last.append(trailers[i]).append(": ").append(trailers[i + 1]).append("\r\n");
      }
      if (chunked) {
        wire.send(last.append("\r\n").toString());
      }
      return this;
    }

    @Override
    String section() throws IOException {
      String head = wire.head();
      if (head == null) {
        throw new EOFException("no response");
      }
      begun = Integer.parseInt(head.split(" ")[1]) < 200 ? null : head;
      return line(fields(head));
    }

    private static Fields fields(String head) {
      String[] lines = head.split("\r\n");
      Fields.Builder fields = Fields.builder().add("status", lines[0].split(" ")[1]);
      for (int i = 1; i < lines.length; i++) {
        add(fields, lines[i]);
      }
      return fields.build();
    }

    private static void add(Fields.Builder to, String line) {
      int colon = line.indexOf(':');
      to.add(line.substring(0, colon), line.substring(colon + 1).strip());
    }

    @Override
    Seen seen() throws IOException {
      List<String> interim = new ArrayList<>();
      Message message;
      try {
        message =
            begun == null
                ? wire.response(method, head -> interim.add(line(fields(head))))
                : wire.content(method, begun);
      } catch (EOFException e) {
        return new Seen(interim, 0, Fields.EMPTY, "", "", false); // cut before its head was sent
      }
      begun = null;
      Fields.Builder trailers = Fields.builder();
      for (String trailer : message.trailers()) {
        add(trailers, trailer);
      }
      return new Seen(
          interim,
          message.status(),
          fields(message.head()).without("status"),
          message.text(),
          line(trailers.build()),
          message.whole());
    }

    @Override
    boolean isSilentFor(int millis) throws IOException {
      return wire.isSilentFor(millis);
    }

    @Override
    boolean isClosed() throws IOException {
      return wire.read() < 0;
    }

    @Override
    public void close() throws IOException {
      wire.close();
    }
  }

  private static final class Http2 extends AnyClient {
    private final RawHttp2 connection;
    private int stream = -1;
    private Fields begun;

    Http2(RawHttp2 connection) {
      this.connection = connection;
    }

    @Override
    AnyClient begin(String method, boolean last, String... fields) throws IOException {
      stream += 2;
      List<String> all =
          new ArrayList<>(
              List.of(":method", method, ":scheme", "http", ":authority", "a", ":path", "/"));
      for (String field : fields) {
        all.add(all.size() % 2 == 0 ? field.toLowerCase(Locale.ROOT) : field);
      }
      connection.headers(stream, last, all.toArray(String[]::new));
      return this;
    }

    @Override
    AnyClient data(String text) throws IOException {
      connection.data(stream, false, text);
      return this;
    }

    @Override
    AnyClient end(String... trailers) throws IOException {
      if (trailers.length == 0) {
        connection.data(stream, true, "");
      } else {
        String[] lower = trailers.clone();
        for (int i = 0; i < lower.length; i += 2) {
          lower[i] = lower[i].toLowerCase(Locale.ROOT);
        }
        connection.headers(stream, true, lower);
      }
      return this;
    }

    @Override
    AnyClient endAsIs(String... trailers) throws IOException {
      connection.headers(stream, true, trailers);
      return this;
    }

    private RawHttp2.Frame next() throws IOException {
      for (RawHttp2.Frame frame = connection.next(); frame != null; frame = connection.next()) {
        if (frame.stream() == stream) {
          return frame;
        }
      }
      throw new EOFException("the connection ended before the response");
    }

    @Override
    String section() throws IOException {
      Fields fields = connection.next(HEADERS).fields();
      begun = fields.get("status").startsWith("1") ? null : fields;
      return line(fields);
    }

    @Override
    Seen seen() throws IOException {
      List<String> interim = new ArrayList<>();
      Fields head = begun;
      begun = null;
      StringBuilder text = new StringBuilder();
      String trailers = "";
      while (true) {
        RawHttp2.Frame frame = next();
        if (frame.type() == HEADERS) {
          Fields fields = frame.fields();
          if (head != null) {
            trailers = line(fields);
          } else if (fields.get("status").startsWith("1")) {
            interim.add(line(fields));
          } else {
            head = fields;
          }
        } else if (frame.type() == DATA) {
          text.append(frame.text());
        }
        boolean reset = frame.type() == RST_STREAM;
        boolean ended = !reset && frame.type() <= HEADERS && frame.has(END_STREAM);
        if (reset || ended) {
          int status = head == null ? 0 : Integer.parseInt(head.get("status"));
          Fields fields = head == null ? Fields.EMPTY : head.without("status");
          return new Seen(interim, status, fields, text.toString(), trailers, ended);
        }
      }
    }

    @Override
    boolean isSilentFor(int millis) throws IOException {
      return connection.isSilentFor(millis);
    }

    @Override
    boolean isClosed() {
      return false; // a stream ends, its connection goes on
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }
}
