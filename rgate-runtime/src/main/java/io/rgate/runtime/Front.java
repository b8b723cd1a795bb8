package io.rgate.runtime;

import io.rgate.api.Limits;

/**
 * What all exchanges of a gateway's front share.
 *
 * @param limits what a client may ask of the gateway
 * @param reader makes requests, within the limits
 * @param inFlight counts exchanges
 * @param clients ends those whose client has stopped
 */
record Front(Limits limits, RequestReader reader, InFlight inFlight, ClientWatch clients) {

  Front(Limits limits) {
    this(limits, new RequestReader(limits), new InFlight(), new ClientWatch());
  }

  /** The same with a count of its own. */
  Front withOwnCount() {
    return new Front(limits, reader, new InFlight(), clients);
  }
}
