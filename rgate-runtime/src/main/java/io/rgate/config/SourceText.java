package io.rgate.config;

import io.rgate.api.InvalidConfigException;
import io.rgate.api.InvalidConfigException.Location;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** A file's text, strictly UTF-8: a wrong byte is an error with its place, not a replacement. */
final class SourceText {
  private SourceText() {}

  /**
   * The text of {@code file}, without a byte order mark.
   *
   * @throws InvalidConfigException if the file is missing, a directory, unreadable or not UTF-8
   */
  static String read(Path file) {
    String text = decode(file.toString(), ByteBuffer.wrap(bytes(file)));
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private static byte[] bytes(Path file) {
    if (Files.isDirectory(file)) {
      throw unreadable(file, "must be a file, was a directory");
    }
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw unreadable(file, "no such file, looked in " + file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw unreadable(file, "cannot be read: " + reason(e));
    }
  }

  /** The system's message, without the path that it begins with. */
  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }

  /** A file that could not be read has no lines, so the error names the file as its key. */
  private static InvalidConfigException unreadable(Path file, String problem) {
    return new InvalidConfigException("", file + ": " + problem);
  }

  private static String decode(String source, ByteBuffer bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer chars = CharBuffer.allocate(bytes.remaining());
    boolean malformed = decoder.decode(bytes, chars, true).isError();
    String text = chars.flip().toString();
    if (malformed) {
      int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
      int column = text.length() - text.lastIndexOf('\n');
      String wrong = String.format(Locale.ROOT, "0x%02X", bytes.get());
      throw new InvalidConfigException("", "must be UTF-8, has the byte " + wrong + " here")
          .at(new Location(source, line, column));
    }
    return text;
  }
}
