package io.rgate.app;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version from the jar, written by the build. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "rgate " + Objects.requireNonNullElse(version, "(not built by Maven)"),
      "Java " + Runtime.version()
    };
  }
}
