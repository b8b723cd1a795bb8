package io.rgate.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.rgate.config.ConfigFile;
import io.rgate.runtime.Inventory;
import io.rgate.runtime.Inventory.Item;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the instances that the discovery sees, and the backends that each one serves. */
@Command(
    name = "endpoints",
    description =
        "Shows every container that is seen, the address that is used and why, and the backend it"
            + " serves or why it serves none. Exits with 1 if an engine could not be asked.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class Endpoints implements Callable<Integer> {
  /** Longer than a discovery waits for an engine that does not answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** The length of a container's id as Docker's command line shows it. */
  private static final int SHORT_ID = 12;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration (default: ${DEFAULT-VALUE}).")
  private Path config = Path.of("rgate.yml");

  @Mixin private PluginFolder plugins = new PluginFolder();

  @Option(names = "--json", description = "Prints JSON instead of a table.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ConfigFile file = ConfigFile.read(config);
    plugins.load(config);
    Inventory inventory = Inventory.take(file, PATIENCE);
    inventory.failures().forEach(failure -> System.err.println("rgate: " + failure));
    System.out.print(json ? json(inventory) : table(inventory));
    System.out.flush();
    return inventory.failures().isEmpty() ? 0 : 1;
  }

  /** One line for each instance, in columns as wide as needed. */
  static String table(Inventory inventory) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "CONTAINER", "NAME", "ADDRESS", "WHY THIS ADDRESS", "WEIGHT", "BACKEND", "WHY NOT"));
    inventory.items().forEach(item -> rows.add(cells(item)));
    return aligned(rows);
  }

  private static List<String> cells(Item item) {
    boolean reachable = item.uri() != null;
    return List.of(
        shown(item.id()),
        item.name(),
        reachable ? String.valueOf(item.uri()) : "-",
        item.choice().isEmpty() ? "-" : item.choice(),
        reachable ? String.valueOf(item.weight()) : "-",
        item.backends().isEmpty() ? "-" : String.join(", ", item.backends()),
        item.reason());
  }

  /** Docker's command line accepts the first part of an id, too. */
  private static String shown(String id) {
    return id.matches("[0-9a-f]{64}") ? id.substring(0, SHORT_ID) : id;
  }

  private static String aligned(List<List<String>> rows) {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < rows.getFirst().size(); column++) {
      int index = column;
      widths.add(Collections.max(rows.stream().map(row -> row.get(index).length()).toList()));
    }
    StringBuilder table = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append(row.get(column)).repeat(' ', widths.get(column) - row.get(column).length() + 2);
      }
      table.append(line.toString().stripTrailing()).append('\n');
    }
    return table.toString();
  }

  /** An object with the lists {@code endpoints} and {@code failures}. */
  static String json(Inventory inventory) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      out.useDefaultPrettyPrinter();
      out.writeStartObject();
      out.writeArrayFieldStart("endpoints");
      for (Item item : inventory.items()) {
        out.writeStartObject();
        out.writeStringField("id", shown(item.id()));
        out.writeStringField("name", item.name());
        out.writeStringField("url", item.uri() == null ? null : item.uri().toString());
        out.writeStringField("why_this_address", item.choice());
        out.writeNumberField("weight", item.weight());
        write(out, "backends", item.backends());
        out.writeBooleanField("serves", item.serves());
        out.writeStringField("reason", item.reason());
        out.writeEndObject();
      }
      out.writeEndArray();
      write(out, "failures", inventory.failures());
      out.writeEndObject();
    }
    return text + "\n";
  }

  private static void write(JsonGenerator out, String name, List<String> texts) throws IOException {
    out.writeArrayFieldStart(name);
    for (String text : texts) {
      out.writeString(text);
    }
    out.writeEndArray();
  }
}
