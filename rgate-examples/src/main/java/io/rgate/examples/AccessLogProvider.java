package io.rgate.examples;

import io.rgate.spi.Settings;
import io.rgate.spi.StatsSink;
import io.rgate.spi.StatsSinkProvider;
import java.io.IOException;
import java.nio.file.Path;

/**
 * An example of a plug-in: {@code stats: {type: access_log, file: access.log}}.
 *
 * <p>Setting: {@code file}, default {@code access.log}.
 */
public final class AccessLogProvider implements StatsSinkProvider {

  /** For {@link java.util.ServiceLoader}. */
  public AccessLogProvider() {}

  @Override
  public String name() {
    return "access_log";
  }

  @Override
  public StatsSink create(Settings settings) {
    String file = settings.string("file", "access.log");
    try {
      return AccessLog.to(Path.of(file));
    } catch (IOException e) {
      throw settings.error("file", "cannot be written: " + e.getMessage());
    }
  }
}
