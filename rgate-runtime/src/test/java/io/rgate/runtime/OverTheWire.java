package io.rgate.runtime;

import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A gateway between a raw client and raw origins, once for each way to put it together. */
@ParameterizedClass
@EnumSource(GatewayKind.class)
abstract class OverTheWire extends GatewayRig {
  @Parameter GatewayKind kind;

  @Override
  final GatewayKind kind() {
    return kind;
  }
}
