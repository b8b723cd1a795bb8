package io.rgate.app;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Has signals of the operating system do something else than end the process, by {@code
 * sun.misc.Signal}. It is reached by reflection: the compiler warns of that class in a way that
 * cannot be turned off, and warnings are errors here.
 */
final class Signals {
  private static final System.Logger LOG = System.getLogger(Signals.class.getName());

  private Signals() {}

  /** Runs {@code action} in a thread of its own each time the signal {@code name} comes. */
  static void on(String name, Runnable action) {
    InvocationHandler handler =
        (self, method, arguments) -> {
          if (method.getName().equals("handle")) {
            action.run();
            return null;
          }
          return answer(self, method.getName(), arguments);
        };
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> listener = Class.forName("sun.misc.SignalHandler");
      signal
          .getMethod("handle", signal, listener)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance(name),
              Proxy.newProxyInstance(
                  Signals.class.getClassLoader(), new Class<?>[] {listener}, handler));
    } catch (ReflectiveOperationException e) {
      // As with -Xrs, or where the system has no such signal: it does what it always does.
      LOG.log(System.Logger.Level.DEBUG, "signal {0} stays as it is: {1}", name, e);
    }
  }

  @SuppressWarnings("ReferenceEquality") // as Object.equals does
  private static Object answer(Object self, String method, @Nullable Object[] arguments) {
    return switch (method) {
      case "equals" -> self == arguments[0];
      case "hashCode" -> System.identityHashCode(self);
      default -> "the program's handler of a signal";
    };
  }
}
