package io.rgate.acme;

import io.rgate.api.InvalidConfigException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one ACME server: account, certificates, challenges under way, and a lock. Gateways
 * that share it see all of that. Only the owner can read it. For any number of threads.
 */
final class Folder {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,256}");
  private static final Pattern HOST = Pattern.compile("[a-z0-9_][a-z0-9_.-]{0,252}");

  /** What a process holds already: a second channel to a file would drop the lock of the first. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final Path challenges;

  private Folder(Path path) {
    this.path = path;
    this.challenges = path.resolve("challenges");
  }

  /**
   * Makes what is not there.
   *
   * @throws InvalidConfigException with the key {@code folder} if files cannot be written there
   */
  static Folder open(Order order) {
    Folder folder = new Folder(order.folder().resolve(order.serverName()));
    try {
      Files.createDirectories(folder.challenges, permissions(order.folder(), "rwx------"));
      Path probe = folder.path.resolve("probe-" + UUID.randomUUID());
      folder.write(probe, "");
      Files.delete(probe);
      return folder;
    } catch (IOException e) {
      throw new InvalidConfigException(
          "folder",
          "certificates cannot be kept in "
              + order.folder().toAbsolutePath()
              + ": "
              + why(e)
              + "; name a folder that this process may write to, and that stays");
    }
  }

  /** What is wrong, in words. */
  static String why(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case FileAlreadyExistsException exists -> exists.getFile() + " is no folder";
      case NoSuchFileException missing -> "there is no " + missing.getFile();
      case FileSystemException other ->
          other.getReason() + (other.getFile() == null ? "" : ": " + other.getFile());
      default -> String.valueOf(e.getMessage());
    };
  }

  /** The attributes of a new file, where the system has such permissions. */
  private static FileAttribute<?>[] permissions(Path where, String mode) {
    return where.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  /** Puts {@code text} in the place of what {@code file} held, as a whole. */
  void write(Path file, String text) throws IOException {
    Path fresh = path.resolve("new-" + UUID.randomUUID());
    try {
      Files.createFile(fresh, permissions(path, "rw-------"));
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        channel.write(
            java.nio.ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Where the account's key is. */
  Path account() {
    return path.resolve("account.pem");
  }

  /** Where the certificate for {@code host} is. */
  Path certificate(String host) {
    return path.resolve(host + ".pem");
  }

  /** What is said of the last failure for {@code host}. */
  Path retry(String host) {
    return path.resolve(host + ".retry");
  }

  /** The answer to HTTP-01 for {@code token}; null if it cannot be a token. */
  @Nullable Path http01(String token) {
    return TOKEN.matcher(token).matches() ? challenges.resolve("http-01-" + token) : null;
  }

  /** The certificate for TLS-ALPN-01 for {@code host}; null if it cannot be a host. */
  @Nullable Path tlsAlpn01(String host) {
    return HOST.matcher(host).matches() && !host.contains("..")
        ? challenges.resolve("tls-alpn-01-" + host + ".pem")
        : null;
  }

  /** Whose turn it is to talk to the server; ends with the process at the latest. */
  static final class Lock implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private Lock(Path file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    @Override
    public void close() throws IOException {
      try {
        channel.close();
      } finally {
        HELD.remove(file);
      }
    }
  }

  /**
   * Takes the lock, and clears away the challenges of a process that has ended; null if another
   * gateway has it.
   */
  @Nullable Lock lock() throws IOException {
    Path file = path.toRealPath().resolve("lock");
    if (!HELD.add(file)) {
      return null;
    }
    FileChannel channel = null;
    boolean locked = false;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      locked = lock != null;
      if (locked) {
        clear();
      }
      return locked ? new Lock(file, channel) : null;
    } finally {
      if (!locked) {
        HELD.remove(file);
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  private void clear() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(challenges)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }
}
