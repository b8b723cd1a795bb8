package io.rgate.app;

import io.rgate.api.InvalidConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Checks the jar of a plug-in before providers are looked up, because at this point an error can
 * name the jar.
 */
final class PluginJarCheck {
  private static final String SERVICES = "META-INF/services/";
  private static final String OURS = "io.rgate.";

  private PluginJarCheck() {}

  /**
   * Reads the jar and loads its providers.
   *
   * @throws InvalidConfigException if it is no jar, or a provider in it cannot be loaded
   */
  static void check(Path file, ClassLoader loader) {
    try (JarFile jar = new JarFile(file.toFile())) {
      for (JarEntry entry : jar.stream().filter(PluginJarCheck::declaresOurs).toList()) {
        for (String provider : providers(jar, entry)) {
          load(file, provider, loader);
        }
      }
      requireServices(file, jar);
    } catch (IOException | SecurityException e) {
      throw wrong(file, "cannot be read: " + e.getMessage() + "; copy it again or remove it");
    }
  }

  private static boolean declaresOurs(JarEntry entry) {
    return !entry.isDirectory() && entry.getName().startsWith(SERVICES + OURS);
  }

  private static List<String> providers(JarFile jar, JarEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    }
  }

  private static void load(Path file, String provider, ClassLoader loader) {
    try {
      if (Class.forName(provider, true, loader).getConstructors().length == 0) {
        throw wrong(file, "its provider " + provider + " has no public constructor");
      }
    } catch (ClassNotFoundException e) {
      throw wrong(file, "has no class " + provider + ", which it declares as its provider");
    } catch (NoClassDefFoundError e) {
      throw wrong(
          file, provider + " needs a class that no jar has: " + e.getMessage() + "; add its jar");
    } catch (LinkageError e) {
      throw wrong(file, "its provider " + provider + " cannot be loaded: " + e);
    }
  }

  /** The folder is a class path, where the declarations of a module are ignored. */
  private static void requireServices(Path file, JarFile jar) throws IOException {
    JarEntry descriptor = jar.getJarEntry("module-info.class");
    if (descriptor == null) {
      return;
    }
    try (InputStream in = jar.getInputStream(descriptor)) {
      for (ModuleDescriptor.Provides provides : ModuleDescriptor.read(in).provides()) {
        String service = SERVICES + provides.service();
        if (provides.service().startsWith(OURS) && jar.getJarEntry(service) == null) {
          throw wrong(file, "declares a provider in its module-info only; add the file " + service);
        }
      }
    }
  }

  private static InvalidConfigException wrong(Path file, String problem) {
    return new InvalidConfigException("", "the plug-in " + file + ": " + problem);
  }
}
