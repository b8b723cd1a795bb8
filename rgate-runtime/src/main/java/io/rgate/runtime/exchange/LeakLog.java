package io.rgate.runtime.exchange;

import static java.lang.System.Logger.Level.WARNING;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Logs each filter that leaves responses open, once. */
public final class LeakLog {
  private static final System.Logger LOG = System.getLogger(LeakLog.class.getName());

  private final Set<String> named = ConcurrentHashMap.newKeySet();

  void leaked(String filter) {
    if (named.add(filter)) {
      LOG.log(
          WARNING,
          "filter {0} neither returned nor closed a response that it got; the gateway closed it at"
              + " the end of the exchange and will do so without another word",
          filter);
    }
  }
}
