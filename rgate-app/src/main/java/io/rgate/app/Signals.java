package io.rgate.app;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Replaces what a signal of the operating system does, with {@code sun.misc.Signal}. The class is
 * used by reflection, because the compiler warns about it, the warning cannot be turned off, and
 * warnings are errors in this build.
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
      // With -Xrs, or if the system has no such signal, the default behaviour stays.
      LOG.log(System.Logger.Level.DEBUG, "signal {0} stays as it is: {1}", name, e);
    }
  }

  @SuppressWarnings("ReferenceEquality") // the same comparison as in Object.equals
  private static Object answer(Object self, String method, @Nullable Object[] arguments) {
    return switch (method) {
      case "equals" -> self == arguments[0];
      case "hashCode" -> System.identityHashCode(self);
      default -> "the program's handler of a signal";
    };
  }
}
