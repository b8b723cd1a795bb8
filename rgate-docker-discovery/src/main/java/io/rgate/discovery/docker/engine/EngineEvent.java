package io.rgate.discovery.docker.engine;

/**
 * An event of a container.
 *
 * @param container its id, empty if the event has none
 * @param action {@code start}, {@code die}, {@code health_status: healthy}…
 * @param signal the signal of a {@code kill}, otherwise empty
 */
public record EngineEvent(String container, String action, String signal) {

  /**
   * Reads an item of {@code GET /events}. The fields {@code id}, {@code status} and {@code from} at
   * the top level are not read, because API 1.52 has removed them.
   */
  static EngineEvent of(Json json) {
    Json actor = json.get("Actor");
    Json attributes = actor.get("Attributes");
    String container =
        json.text("Type").equals("network") ? attributes.text("container") : actor.text("ID");
    return new EngineEvent(container, json.text("Action"), attributes.text("signal"));
  }

  /** Whether the container did not change. Each health check causes three such events. */
  public boolean isNoise() {
    return action.startsWith("exec")
        || switch (action) {
          case "archive-path", "attach", "commit", "copy", "detach", "export", "resize", "top" ->
              true;
          default -> false;
        };
  }

  /** Whether a signal was sent to the container. */
  public boolean isKill() {
    return action.equals("kill");
  }

  /** Whether the container has ended; some versions of Podman write "died". */
  public boolean isEnd() {
    return action.equals("die") || action.equals("died");
  }

  /** Whether the container has started. */
  public boolean isStart() {
    return action.equals("start");
  }
}
