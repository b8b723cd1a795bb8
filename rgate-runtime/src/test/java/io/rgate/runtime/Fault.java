package io.rgate.runtime;

import io.rgate.runtime.FaultOrigin.Script;
import java.io.IOException;

/** What is wrong with a bad endpoint of the fault matrix. */
enum Fault {
  NONE("nothing (all three work)", Fault::works),
  REFUSES("refuses connections", Fault::works),
  BLACKHOLED("blackholed: connections are never made", Fault::works),
  ACCEPTS_SLOWLY(
      "accepts one connection in 500 ms, for one request each",
      (wire, origin) -> origin.answerOnce(wire)),
  CLOSES_AT_ONCE("accepts and closes at once", (wire, origin) -> {}),
  HANGS("hangs after the request", (wire, origin) -> origin.answerAndWait(wire, "")),
  CLOSES_AFTER_HEAD("closes after it read the head", (wire, origin) -> origin.nextHead(wire)),
  CUTS_STATUS_LINE(
      "cuts in the middle of the status line", (wire, origin) -> origin.answer(wire, "HTTP/1.1 2")),
  CUTS_FIELDS(
      "cuts in the middle of the fields",
      (wire, origin) -> origin.answer(wire, "HTTP/1.1 200 OK\r\nContent-Le")),
  RUBBISH(
      "answers rubbish",
      (wire, origin) -> origin.answer(wire, "\1\2 not HTTP at all\r\n\r\n".repeat(4))),
  ANSWERS_500(
      "answers 500 (with `on_500: true`, and 500 in `retries.on`)",
      (wire, origin) -> origin.answerAll(wire, failure("500 Internal"))),
  ANSWERS_503("answers 503", (wire, origin) -> origin.answerAll(wire, failure("503 Unavailable"))),
  CUTS_CONTENT(
      "cuts its content in the middle", (wire, origin) -> origin.answer(wire, halfContent())),
  FREEZES_IN_CONTENT(
      "freezes in the middle of its content",
      (wire, origin) -> origin.answerAndWait(wire, halfContent())),
  SLOW("is slow: answers after 300 ms", Fault::works),
  KILLED("dies after 1 s (killed -9)", Fault::works),
  FROZEN("freezes after 1 s (all of the process)", Fault::works),
  HEALS("dies after 1 s, is back after 3 s", Fault::works),
  STARTING("starts: refuses for 2 s, then works", Fault::works);

  private final String words;
  private final Script script;

  Fault(String words, Script script) {
    this.words = words;
    this.script = script;
  }

  /** What happens on each connection that it accepts. */
  Script script() {
    return script;
  }

  /** Whether the gateway cannot have sent a byte of a request to an endpoint with this fault. */
  boolean nothingSent() {
    return this == REFUSES || this == BLACKHOLED;
  }

  /** Whether requests may have to wait for a timeout. */
  boolean waits() {
    return switch (this) {
      case BLACKHOLED, ACCEPTS_SLOWLY, HANGS, FREEZES_IN_CONTENT, FROZEN -> true;
      default -> false;
    };
  }

  private static void works(Wire wire, FaultOrigin origin)
      throws IOException, InterruptedException {
    origin.answerAll(wire);
  }

  private static String failure(String status) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: 2\r\n\r\nno";
  }

  private static String halfContent() {
    return "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + "x".repeat(500);
  }

  @Override
  public String toString() {
    return words;
  }
}
