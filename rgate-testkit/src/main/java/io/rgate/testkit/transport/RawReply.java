package io.rgate.testkit.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.rgate.api.Fields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a client of HTTP/2 got on one stream. */
public final class RawReply {
  private final List<Fields> sections = new ArrayList<>();
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private int resetCode = -1;
  private boolean ended;

  RawReply() {}

  void add(RawHttp2.Frame frame) throws IOException {
    switch (frame.type()) {
      case RawHttp2.HEADERS -> sections.add(RawHpack.fields(frame.payload()));
      case RawHttp2.DATA -> content.write(frame.payload());
      case RawHttp2.RST_STREAM -> resetCode = frame.number(0);
      default -> {
        // It concerns the windows.
      }
    }
    boolean mayEnd = frame.type() == RawHttp2.HEADERS || frame.type() == RawHttp2.DATA;
    ended |= mayEnd && frame.has(RawHttp2.END_STREAM);
  }

  boolean isOver() {
    return ended || resetCode >= 0;
  }

  /** Whether it came to its end. */
  public boolean isWhole() {
    return ended;
  }

  /** The code with which the stream was reset, or -1. */
  public int resetCode() {
    return resetCode;
  }

  /** The header sections in order: interim ones, that of the response, its trailers. */
  public List<Fields> sections() {
    return sections;
  }

  /** The header section of the response; without interim ones it is the first. */
  public Fields fields() {
    return sections.stream()
        .filter(section -> !section.first("status").orElse("1").startsWith("1"))
        .findFirst()
        .orElseThrow();
  }

  /** The status of the response; 0 if it has none. */
  public int status() {
    return sections.isEmpty() ? 0 : Integer.parseInt(fields().first("status").orElse("0"));
  }

  /** The content that came. */
  public String text() {
    return content.toString(ISO_8859_1);
  }

  /** How much content came. */
  public int size() {
    return content.size();
  }

  @Override
  public String toString() {
    return sections + " " + content.size() + " bytes, reset by " + resetCode;
  }
}
