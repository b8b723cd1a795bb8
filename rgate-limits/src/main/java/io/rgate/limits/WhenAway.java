package io.rgate.limits;

/** What a limit does while its store does not answer. */
public enum WhenAway {
  /** Each gateway counts by itself, up to its share of the limit. */
  LOCAL("each gateway counts by itself"),

  /** Requests are served and not counted. */
  ALLOW("requests are not counted"),

  /** Requests get 503. */
  REFUSE("requests get 503");

  private final String words;

  WhenAway(String words) {
    this.words = words;
  }

  /** What happens, for the log. */
  String words() {
    return words;
  }
}
