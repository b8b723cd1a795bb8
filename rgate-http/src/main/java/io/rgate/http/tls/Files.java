package io.rgate.http.tls;

import io.rgate.api.InvalidConfigException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files that TLS is made of, as they were at one moment. For one thread. */
final class Files {
  /** Longer than any certificate with its chain, or a file of many authorities. */
  private static final int MOST = 4 * 1024 * 1024;

  private final Map<Path, byte[]> read = new LinkedHashMap<>();

  /**
   * What a file holds.
   *
   * @param path for errors
   */
  @SuppressWarnings("ArrayRecordComponent") // it is neither changed nor compared
  record Content(Path path, byte[] bytes) {}

  /**
   * Reads a file.
   *
   * @param key of the configuration, for errors
   * @throws InvalidConfigException if it cannot be read
   */
  Content read(Path path, String key) {
    try {
      byte[] bytes = bytes(path);
      read.put(path, bytes);
      return new Content(path, bytes);
    } catch (IOException e) {
      read.put(path, new byte[0]); // so that it is seen when the file comes
      throw new InvalidConfigException(key, why(path, e));
    }
  }

  private static byte[] bytes(Path path) throws IOException {
    if (java.nio.file.Files.size(path) > MOST) {
      throw new IOException("is larger than 4 MiB, so it is no certificate");
    }
    return java.nio.file.Files.readAllBytes(path);
  }

  private static String why(Path path, IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no file " + path.toAbsolutePath();
    }
    if (java.nio.file.Files.isDirectory(path)) {
      return path + " is a folder, and must be a file";
    }
    if (e instanceof AccessDeniedException) {
      return path + " may not be read by this process; mend its owner or its mode";
    }
    return path + " cannot be read: " + e.getMessage();
  }

  /** Whether all files hold what they held. One that cannot be read now counts as empty. */
  boolean areTheSame() {
    return read.entrySet().stream().allMatch(each -> isTheSame(each.getKey(), each.getValue()));
  }

  /** Takes what the files hold now for what they held. */
  void remember() {
    read.replaceAll((path, before) -> {
      try {
        return bytes(path);
      } catch (IOException e) {
        return new byte[0];
      }
    });
  }

  /** Adds the files that only {@code others} has read. */
  Files andThoseOf(Files others) {
    others.read.forEach(read::putIfAbsent);
    return this;
  }

  private static boolean isTheSame(Path path, byte[] before) {
    try {
      return Arrays.equals(bytes(path), before);
    } catch (IOException e) {
      return before.length == 0;
    }
  }
}
