package io.rgate.runtime;

import io.rgate.runtime.front.jdk.JdkFrontProvider;
import io.rgate.testkit.transport.Ability;
import io.rgate.testkit.transport.FrontContract;
import io.rgate.transport.FrontProvider;
import java.util.EnumSet;
import java.util.Set;

class JdkFrontContractIT extends FrontContract {

  @Override
  protected FrontProvider provider() {
    return new JdkFrontProvider();
  }

  @Override
  protected Set<Ability> missing() {
    return EnumSet.of(
        Ability.TRAILERS,
        Ability.INTERIM,
        Ability.TUNNEL,
        Ability.ON_GONE,
        Ability.FIELD_CASE,
        Ability.DATE,
        Ability.RAW_TARGETS,
        Ability.TELLS_REFUSALS,
        Ability.DRAINS_IDLE,
        Ability.CONNECTION_LIMITS);
  }
}
