package io.rgate.runtime;

import java.io.Serial;

/** A filter broke its contract; the message names it, so no stack is recorded. */
final class FilterFaultException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  FilterFaultException(String message) {
    super(message, null, false, false);
  }
}
