package io.rgate.runtime.errors;

import java.io.Serial;

/** A filter broke its contract; the message names it, so no stack is recorded. */
public final class FilterFaultException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** With a message that names the filter and its fault. */
  public FilterFaultException(String message) {
    super(message, null, false, false);
  }
}
