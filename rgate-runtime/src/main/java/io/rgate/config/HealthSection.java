package io.rgate.config;

import io.rgate.api.Backend.Health.Statuses;
import io.rgate.api.Fields;
import io.rgate.api.InvalidConfigException;
import io.rgate.spi.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a backend's section {@code health} says of a GET and its answer. */
final class HealthSection {
  private static final Pattern STATUSES = Pattern.compile("(\\d{3})(?:-(\\d{3}))?");

  private HealthSection() {}

  /** The statuses that pass: a list, or one; each a number, or two with a dash between. */
  static List<Statuses> statuses(Settings section, List<Statuses> fallback) {
    if (!section.has("status")) {
      return fallback;
    }
    if (!section.isList("status")) {
      return section.optionalString("status").stream()
          .flatMap(text -> statuses(section, "status", text).stream())
          .toList();
    }
    List<Statuses> all = new ArrayList<>();
    List<String> texts = section.strings("status");
    for (int i = 0; i < texts.size(); i++) {
      all.addAll(statuses(section, "status[" + i + "]", texts.get(i)));
    }
    return all;
  }

  /** One part of the list, empty if it is wrong. */
  private static List<Statuses> statuses(Settings section, String key, String text) {
    return section
        .attempt(() -> {
          Matcher parts = STATUSES.matcher(text);
          if (!parts.matches()) {
            throw section.error(
                key, "must be a status or a range, such as 200-399, was '" + text + "'");
          }
          String from = parts.group(1);
          String to = parts.group(2) == null ? from : parts.group(2);
          try {
            return new Statuses(Integer.parseInt(from), Integer.parseInt(to));
          } catch (InvalidConfigException e) {
            throw section.error(key, e.problem());
          }
        })
        .map(List::of)
        .orElse(List.of());
  }

  /** The fields of the GET. */
  static Fields fields(Settings section) {
    Fields.Builder fields = Fields.builder();
    section
        .map("fields")
        .forEach((name, value) ->
            section.attempt(() -> {
              if (!Fields.isToken(name) || !Fields.isValue(value)) {
                throw section.error(
                    "fields." + name, "must be a field's name and its value, was '" + value + "'");
              }
              return fields.add(name, value);
            }));
    return fields.build();
  }
}
