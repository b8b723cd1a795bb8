package io.rgate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.rgate.runtime.front.jdk.JdkServerProperties;
import io.rgate.runtime.upstream.jdk.JdkClientProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The options of the JVM in docs/embedding.md are those that the gateway sets by itself. */
class JdkOptionsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "embedding.md");
  private static final Pattern OPTION = Pattern.compile("(?m)^-D([\\w.]+)=(\\S+)$");

  @Test
  void thePageHasEachPropertyWithItsValue() throws IOException {
    Map<String, String> set = new TreeMap<>(JdkServerProperties.defaults());
    set.putAll(JdkClientProperties.defaults());

    Map<String, String> told = new TreeMap<>();
    Matcher options = OPTION.matcher(Files.readString(PAGE));
    while (options.find()) {
      told.put(options.group(1), options.group(2));
    }
    assertThat(told).isNotEmpty().isEqualTo(set);
  }
}
