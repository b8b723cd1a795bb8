package io.rgate.runtime;

import java.io.IOException;
import java.util.List;

/** A gateway of one cell of the fault matrix, rgate or another one. */
interface FaultGateway extends AutoCloseable {
  /** Starts one; when this returns it takes connections. */
  @FunctionalInterface
  interface Starter {
    /** Before these origins, set up for this cell. */
    FaultGateway start(FaultCell cell, List<FaultOrigin> origins)
        throws IOException, InterruptedException;
  }

  /** Where it listens, on 127.0.0.1. */
  int port();

  /** How many attempts it told of so far; 0 if it does not tell. */
  int attempts();

  @Override
  void close() throws IOException;
}
