package io.rgate.runtime;

import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A gateway between a raw client and raw origins, once for each upstream. */
@ParameterizedClass
@EnumSource(UpstreamKind.class)
abstract class OverTheWire extends GatewayRig {
  @Parameter UpstreamKind kind;

  @Override
  final UpstreamKind upstream() {
    return kind;
  }
}
