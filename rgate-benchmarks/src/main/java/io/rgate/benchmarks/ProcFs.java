package io.rgate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux knows about a process and its descendants. */
final class ProcFs {
  /** What {@code getconf CLK_TCK} says on every Linux of today. */
  private static final long NANOS_A_TICK = 10_000_000;

  private ProcFs() {}

  /** Processor time in user and kernel mode. */
  static long cpuNanos(ProcessHandle process) {
    return tree(process).mapToLong(ProcFs::ticks).sum() * NANOS_A_TICK;
  }

  /** Memory that is resident, in KiB. */
  static long residentKib(ProcessHandle process) {
    return tree(process).mapToLong(ProcFs::resident).sum();
  }

  private static Stream<ProcessHandle> tree(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants());
  }

  private static long ticks(ProcessHandle process) {
    String stat = read(process, "stat");
    // The name may hold blanks; what follows its parenthesis has utime and stime at 12 and 13.
    String[] parts = stat.substring(stat.lastIndexOf(')') + 1).split(" ", -1);
    return parts.length < 14 ? 0 : Long.parseLong(parts[12]) + Long.parseLong(parts[13]);
  }

  private static long resident(ProcessHandle process) {
    return read(process, "status")
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  private static String read(ProcessHandle process, String name) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), name));
    } catch (NoSuchFileException e) {
      return ""; // it has ended meanwhile
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + name + " of " + process.pid(), e);
    }
  }
}
