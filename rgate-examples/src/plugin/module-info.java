/** A plug-in of one class, in a jar of its own. */
module com.example.statuses {
  requires io.rgate.api;

  provides io.rgate.spi.StatsSinkProvider with
      com.example.statuses.StatusCounts.Provider;
}
