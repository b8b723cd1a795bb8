package io.rgate.stats.jdbc;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a database cannot be used, for an operator.
 *
 * @param reason one line
 * @param cure how to mend it
 */
record Trouble(String reason, String cure) {
  private static final int LONGEST = 300;

  /** Error codes of H2: another process has the file open, and missing rights. */
  private static final int H2_IN_USE = 90020;

  private static final int H2_NO_RIGHTS = 90096;

  /** The reason for {@code failure}. */
  static Trouble of(Throwable failure) {
    SQLException last = lastSql(failure);
    IOException file = fileFailure(failure);
    String state = last == null || last.getSQLState() == null ? "" : last.getSQLState();
    if (file != null && !state.startsWith("08")) {
      return new Trouble(firstLine(file), cureOf(file));
    }
    int code = last == null ? 0 : last.getErrorCode();
    return new Trouble(firstLine(last == null ? failure : last), cureOf(state, code));
  }

  private static String cureOf(IOException file) {
    return String.valueOf(file.getMessage()).contains("No space left")
        ? "see that its disk has space"
        : "let the user of this process write there, or change stats.url";
  }

  private static String cureOf(String state, int code) {
    return switch (code) {
      case H2_IN_USE -> "end the other process that has it open, or change stats.url";
      case H2_NO_RIGHTS -> "give stats.user the right to create and change the tables rgate_…";
      default -> cureOf(state);
    };
  }

  private static String cureOf(String state) {
    return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
      case "08" -> "see that it runs, and check stats.url";
      case "28" -> "check stats.user and stats.password";
      case "3D" -> "create that database, or change stats.url";
      case "42" -> "give stats.user the right to create and change the tables rgate_…";
      case "53" -> "see that its disk has space and that it takes more connections";
      case Schema.NEWER -> "run a newer rgate, or change stats.url";
      default -> "check stats.url and the database's own log";
    };
  }

  /**
   * The last SQLException: for a batch, a driver's first message contains all SQL, and the reason
   * follows in a later exception.
   */
  private static @Nullable SQLException lastSql(Throwable failure) {
    SQLException last = null;
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof SQLException sql) {
        last = sql;
        break;
      }
    }
    while (last != null && last.getNextException() != null) {
      last = last.getNextException();
    }
    return last;
  }

  /** An embedded database reports a failure of its file at the end of a chain of causes. */
  private static @Nullable IOException fileFailure(Throwable failure) {
    IOException found = null;
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof IOException io) {
        found = io;
      }
    }
    return found;
  }

  /** For these exceptions the message is only a path, so the class is named, too. */
  private static String nameOf(Throwable e) {
    return switch (e) {
      case AccessDeniedException denied -> "no permission for ";
      case NoSuchFileException missing -> "there is no ";
      case FileSystemException file when file.getReason() == null -> "the file system refuses ";
      default -> "";
    };
  }

  private static String firstLine(Throwable e) {
    String message = e.getMessage() == null ? e.getClass().getName() : e.getMessage();
    String line = message.lines().findFirst().orElse(message);
    return nameOf(e) + (line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…");
  }
}
