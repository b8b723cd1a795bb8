package io.rgate.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.rgate.api.InvalidConfigException;
import io.rgate.api.InvalidConfigException.Location;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** Turns a failure of the YAML parser into a message of one line with its place. */
final class BrokenYaml {
  private BrokenYaml() {}

  /** The error for {@code e}, which was thrown while {@code yaml} was parsed. */
  static InvalidConfigException error(String source, String yaml, IOException e) {
    if (e.getCause() instanceof MarkedYAMLException marked) {
      return error(problem(marked), place(source, marked.getProblemMark()));
    }
    if (e.getCause() instanceof ReaderException unprintable) {
      String character = String.format(Locale.ROOT, "U+%04X", unprintable.getCodePoint());
      return error(
          "the character " + character + " is not allowed; write it as an escape in double quotes",
          placeOf(source, yaml, unprintable.getCodePoint()));
    }
    if (e instanceof JsonProcessingException json) {
      String text = String.valueOf(json.getOriginalMessage());
      return error(text.split("[\n,]", 2)[0], place(source, json.getLocation()));
    }
    return error(String.valueOf(e.getMessage()), null);
  }

  private static InvalidConfigException error(String problem, @Nullable Location place) {
    InvalidConfigException error = new InvalidConfigException("", "is not valid YAML: " + problem);
    return place == null ? error : error.at(place);
  }

  private static String problem(MarkedYAMLException e) {
    StringBuilder text = new StringBuilder(String.valueOf(e.getProblem()));
    Mark begin = e.getContextMark();
    if (begin != null) {
      text.append(' ').append(e.getContext()).append(" that begins in line ");
      text.append(begin.getLine() + 1);
    }
    if (text.indexOf("<block end>") >= 0) {
      text.append("; check the indentation");
    }
    return text.toString().replace('\n', ' ');
  }

  private static @Nullable Location place(String source, @Nullable Mark mark) {
    return mark == null ? null : new Location(source, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static @Nullable Location place(String source, @Nullable JsonLocation json) {
    return json == null ? null : new Location(source, json.getLineNr(), json.getColumnNr());
  }

  /**
   * The place of a forbidden character. The parser gives only the first one, and how far it had
   * read.
   */
  private static Location placeOf(String source, String yaml, int character) {
    String before = yaml.substring(0, Math.max(0, yaml.indexOf(character)));
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    return new Location(source, line, before.length() - before.lastIndexOf('\n'));
  }
}
