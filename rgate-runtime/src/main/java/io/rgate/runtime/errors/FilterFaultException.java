package io.rgate.runtime.errors;

import java.io.Serial;

/** A filter broke its contract. The message names the filter, so there is no stack trace. */
public final class FilterFaultException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Makes the exception; {@code message} names the filter and its fault. */
  public FilterFaultException(String message) {
    super(message, null, false, false);
  }
}
