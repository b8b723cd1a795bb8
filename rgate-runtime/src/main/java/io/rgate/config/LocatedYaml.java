package io.rgate.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.InvalidConfigException.Location;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * One YAML document as nested maps, lists and texts, and the place of each of them.
 *
 * <p>A scalar is the text as written ({@code 1.10} stays {@code 1.10}), and null if it is empty. A
 * place is that of the value, or of its key if the value begins on a later line.
 */
final class LocatedYaml {
  private final String source;
  private final int[] text;
  private final YAMLParser parser;
  private final Map<String, Location> places = new HashMap<>();
  private final List<InvalidConfigException> mistakes = new ArrayList<>();

  private LocatedYaml(String source, String yaml, YAMLParser parser) {
    this.source = source;
    this.text = yaml.codePoints().toArray(); // the parser counts code points
    this.parser = parser;
  }

  /**
   * Reads the values and the places of one document from {@code yaml}.
   *
   * @throws InvalidConfigException if the text is empty, not YAML, not one mapping, or has an
   *     anchor, an alias, a tag or a second document
   */
  static Document parse(String source, String yaml) {
    try (YAMLParser parser = factory().createParser(yaml)) {
      return new LocatedYaml(source, yaml, parser).document();
    } catch (IOException e) {
      throw BrokenYaml.error(source, yaml, e);
    }
  }

  /**
   * The result of reading.
   *
   * @param root the values by key: texts, lists, maps and nulls
   * @param places by full key, such as {@code routes[0].path_prefix}
   * @param mistakes the keys that are given twice; the first value of each is kept
   */
  record Document(
      Map<String, @Nullable Object> root,
      Map<String, Location> places,
      List<InvalidConfigException> mistakes) {
    @Nullable Location place(String path) {
      return places.get(path);
    }
  }

  private static YAMLFactory factory() {
    // The default limit of 3 MB protects against foreign input; this text is the operator's own.
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    YAMLFactory factory = YAMLFactory.builder().loaderOptions(options).build();
    // On by default, but not for parsers that the builder builds.
    return factory.enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL);
  }

  private Document document() throws IOException {
    if (parser.nextToken() == null) {
      places.put("", new Location(source, 1, 1));
      throw error("", "is empty, must be a mapping with the keys routes and backends");
    }
    places.put("", here());
    rejectReference("");
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw error("", "must be a mapping with the keys routes and backends, was " + kind());
    }
    Map<String, @Nullable Object> root = mapping("");
    if (parser.nextToken() != null) {
      places.put("", here());
      throw error("", "must be one document, a second one begins here");
    }
    return new Document(root, places, mistakes);
  }

  private @Nullable Object value(String path) throws IOException {
    rejectReference(path);
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(path);
      case START_ARRAY -> list(path);
      case VALUE_NULL -> null;
      default -> parser.getText();
    };
  }

  private Map<String, @Nullable Object> mapping(String path) throws IOException {
    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    Map<String, Location> firstPlaces = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      String full = path.isEmpty() ? key : path + "." + key;
      Location keyPlace = here();
      Location earlier = firstPlaces.putIfAbsent(key, keyPlace);
      if (earlier != null) {
        mistakes.add(
            new InvalidConfigException(full, "is given twice, first in line " + earlier.line())
                .at(keyPlace));
        parser.nextToken();
        parser.skipChildren();
        continue;
      }
      places.put(full, keyPlace);
      rejectReference(full);
      parser.nextToken();
      Location valuePlace = here();
      if (valuePlace.line() == keyPlace.line()) {
        places.put(full, valuePlace);
      }
      entries.put(key, value(full));
    }
    return entries;
  }

  private List<@Nullable Object> list(String path) throws IOException {
    List<@Nullable Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String full = path + "[" + items.size() + "]";
      places.put(full, here());
      items.add(value(full));
    }
    return items;
  }

  /**
   * Refuses a node that begins with an anchor, an alias or a tag; a plain scalar cannot begin with
   * one. The parser silently drops those of scalars, and a part of the text with them.
   */
  private void rejectReference(String path) {
    long start = parser.currentTokenLocation().getCharOffset();
    int first = start >= 0 && start < text.length ? text[(int) start] : ' ';
    if (first == '&' || first == '*' || first == '!') {
      throw error(
          path,
          "must not begin with '"
              + Character.toString(first)
              + "': anchors, aliases and tags are not supported; quote it if it is text");
    }
  }

  private String kind() throws IOException {
    return switch (parser.currentToken()) {
      case START_ARRAY -> "a list";
      case VALUE_NULL -> "left empty";
      default -> "'" + parser.getText().lines().findFirst().orElse("") + "'";
    };
  }

  private Location here() {
    JsonLocation place = parser.currentTokenLocation();
    return new Location(source, place.getLineNr(), place.getColumnNr());
  }

  private InvalidConfigException error(String path, String problem) {
    InvalidConfigException error = new InvalidConfigException(path, problem);
    Location place = places.get(path);
    return place == null ? error : error.at(place);
  }
}
