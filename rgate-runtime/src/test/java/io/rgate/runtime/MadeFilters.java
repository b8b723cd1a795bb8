package io.rgate.runtime;

import io.rgate.api.Filter;
import io.rgate.api.GatewayConfig.Plugin;
import io.rgate.api.Handler;
import io.rgate.api.Request;
import io.rgate.api.Response;
import io.rgate.spi.FilterProvider;
import io.rgate.spi.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Puts a provider {@code made} on this thread's path while it is open, and keeps what it makes. */
public final class MadeFilters implements AutoCloseable {
  private static final List<Made> MADE = new CopyOnWriteArrayList<>();

  private final Thread thread = Thread.currentThread();
  private final ClassLoader before = thread.getContextClassLoader();
  private final Path services;

  MadeFilters() {
    MADE.clear();
    try {
      services = Files.createTempFile("services", ".txt");
      Files.writeString(services, Provider.class.getName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.setContextClassLoader(new PluginLoader(services));
  }

  /** All that were made, in order. */
  static List<Made> all() {
    return List.copyOf(MADE);
  }

  /** One that says {@code label} in a field of each response. */
  static Plugin plugin(String label) {
    return new Plugin("made", Map.of("label", label));
  }

  @Override
  public void close() {
    thread.setContextClassLoader(before);
    services.toFile().deleteOnExit(); // a gateway may still look into it
  }

  /** A filter that must not be called after it was closed. */
  public static final class Made implements Filter, AutoCloseable {
    final String label;
    private final AtomicInteger closed = new AtomicInteger();

    Made(String label) {
      this.label = label;
    }

    @Override
    public Response filter(Request request, Handler next) throws IOException {
      if (closed.get() > 0) {
        throw new IllegalStateException("closed");
      }
      Response response = next.handle(request);
      return response.withFields(response.fields().with("X-Made", label));
    }

    /** How often it was closed. */
    int closed() {
      return closed.get();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  /** Called by the provider, whose class is another one for each loader. */
  public static Filter make(Settings settings) {
    String label = settings.string("label");
    if (label.equals("bad")) {
      throw settings.error("label", "must not be bad");
    }
    Made made = new Made(label);
    MADE.add(made);
    return made;
  }

  /** Found by the loader of plug-ins. */
  public static final class Provider implements FilterProvider {
    /** For the service loader. */
    public Provider() {}

    @Override
    public String name() {
      return "made";
    }

    @Override
    public Filter create(Settings settings) {
      return make(settings);
    }
  }

  /** Has the provider's class in no module, as a jar beside the program has. */
  private static final class PluginLoader extends ClassLoader {
    private final Path services;

    PluginLoader(Path services) {
      super(MadeFilters.class.getClassLoader());
      this.services = services;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(Provider.class.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      try (InputStream in = Provider.class.getResourceAsStream("MadeFilters$Provider.class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
      return name.equals("META-INF/services/" + FilterProvider.class.getName())
          ? Collections.enumeration(List.of(services.toUri().toURL()))
          : Collections.emptyEnumeration();
    }
  }
}
