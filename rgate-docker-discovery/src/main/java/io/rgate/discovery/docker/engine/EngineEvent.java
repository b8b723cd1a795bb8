package io.rgate.discovery.docker.engine;

/**
 * Something happened to a container.
 *
 * @param container its id, empty if the event does not tell
 * @param action {@code start}, {@code die}, {@code health_status: healthy}…
 * @param signal of a {@code kill}, else empty
 */
public record EngineEvent(String container, String action, String signal) {

  /**
   * From an item of {@code GET /events}. The top level's {@code id}, {@code status} and {@code
   * from} are not looked at: they are gone from API 1.52 on.
   */
  static EngineEvent of(Json json) {
    Json actor = json.get("Actor");
    Json attributes = actor.get("Attributes");
    String container =
        json.text("Type").equals("network") ? attributes.text("container") : actor.text("ID");
    return new EngineEvent(container, json.text("Action"), attributes.text("signal"));
  }

  /** Whether it leaves the container as it was; health checks alone cause three of these each. */
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

  /** Whether the container has ended; Podman has said "died" at times. */
  public boolean isEnd() {
    return action.equals("die") || action.equals("died");
  }

  /** Whether the container has started. */
  public boolean isStart() {
    return action.equals("start");
  }
}
