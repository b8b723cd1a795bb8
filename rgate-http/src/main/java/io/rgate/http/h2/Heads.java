package io.rgate.http.h2;

import io.rgate.api.Fields;
import io.rgate.http.frame.Frame;
import io.rgate.http.frame.FrameOutput;
import io.rgate.http.hpack.HeadWriter;
import io.rgate.http.wire.FieldSection;

/** Writes the header sections of responses, behind the room for a frame's head. */
final class Heads {
  private static final int USUAL = 512;

  private Heads() {}

  /** Whether a response of that status to that method has no content. */
  static boolean hasNoContent(String method, int status) {
    return method.equals("HEAD") || status == 204 || status == 205 || status == 304;
  }

  static void date(HeadWriter writer) {
    byte[] line = FieldSection.dateLine();
    int from = "Date: ".length();
    writer.date(line, from, line.length - from - 2);
  }

  private static HeadWriter begin(int capacity, FrameOutput output) {
    HeadWriter writer = new HeadWriter(capacity, Frame.HEAD);
    if (!output.isTableDropped()) {
      writer.dropTable();
    }
    return writer;
  }

  static HeadWriter interim(int status, Fields fields, FrameOutput output) {
    HeadWriter writer = begin(USUAL, output);
    writer.status(status);
    writer.fields(fields);
    return writer;
  }

  static HeadWriter trailers(Fields fields, FrameOutput output) {
    HeadWriter writer = begin(USUAL, output);
    writer.fields(fields);
    return writer;
  }

  /** The head of a response, with room for a beginning of its content. */
  static HeadWriter response(
      int status, Fields fields, long length, boolean none, FrameOutput output) {
    int room = none ? 0 : (int) Math.min(length < 0 ? 2 * USUAL : length, Frame.MOST);
    HeadWriter writer = begin(USUAL + room, output);
    writer.status(status);
    writer.fields(fields);
    if (!fields.contains("Date")) {
      date(writer);
    }
    if (length >= 0 && status != 204 && status != 205) {
      writer.length(length);
    }
    return writer;
  }
}
