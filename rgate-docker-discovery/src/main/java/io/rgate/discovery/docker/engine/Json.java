package io.rgate.discovery.docker.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value whose reads accept missing members, because engines omit fields or set them to null.
 *
 * @param value a Map, a List, a text, or null
 */
record Json(@Nullable Object value) {
  /** A missing value. */
  static final Json NOTHING = new Json(null);

  /** Does not close the source: closing an endless stream of events would wait for its end. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();

  /** Reads the single value of {@code in}. */
  static Json read(InputStream in) throws IOException {
    try (JsonParser parser = FACTORY.createParser(in)) {
      parser.nextToken();
      return new Json(value(parser));
    }
  }

  /** Gives each item of the array in {@code in} to {@code sink}, one at a time. */
  static void readItems(InputStream in, Consumer<Json> sink) throws IOException {
    try (JsonParser parser = FACTORY.createParser(in)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new JsonParseException(parser, "must be an array");
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        sink.accept(new Json(value(parser)));
      }
    }
  }

  /** Gives each value of a sequence in {@code in} to {@code sink}, as soon as it comes. */
  static void readStream(InputStream in, Consumer<Json> sink) throws IOException {
    try (JsonParser parser = FACTORY.createParser(in)) {
      while (parser.nextToken() != null) {
        sink.accept(new Json(value(parser)));
      }
    }
  }

  /** The member of that name, or a null value if there is none. */
  Json get(String name) {
    return new Json(value instanceof Map<?, ?> map ? map.get(name) : null);
  }

  /** The text of the member of that name, empty if there is none. */
  String text(String name) {
    return get(name).text();
  }

  /** The text of this value, empty if it is not a text. */
  String text() {
    return value instanceof String text ? text : "";
  }

  /** The whole number in the text of the member of that name, otherwise 0. */
  int number(String name) {
    String text = text(name);
    // A number with too many digits counts as 0 and does not cause an exception.
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
  }

  /** Whether the member of that name is true. */
  boolean flag(String name) {
    return text(name).equals("true");
  }

  /** The members by name; none if this is not an object. */
  Map<String, Json> members() {
    Map<String, Json> members = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, member) -> members.put(String.valueOf(name), new Json(member)));
    }
    return members;
  }

  /** The items; none if this is not an array. */
  List<Json> items() {
    return value instanceof List<?> list ? list.stream().map(Json::new).toList() : List.of();
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new JsonParseException(parser, "ends before a value");
    }
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_NULL -> null;
      default -> parser.getText();
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static List<@Nullable Object> array(JsonParser parser) throws IOException {
    List<@Nullable Object> array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }
}
