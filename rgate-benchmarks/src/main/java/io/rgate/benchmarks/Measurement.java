package io.rgate.benchmarks;

/**
 * One peer, one kind of traffic, one round.
 *
 * @param requests how many were answered, or events that came
 * @param perSecond requests or events
 * @param cpuMicros processor time of the proxy for each
 * @param errors whatever was not answered as it should be
 * @param p50Micros half of all took no longer; 0 if that was not measured
 * @param p99Micros 99 % took no longer; 0 if that was not measured
 * @param residentKib memory of the proxy at the end
 * @param startMillis from its start to its first answer
 */
record Measurement(
    Scenario scenario,
    String peer,
    int round,
    long requests,
    double perSecond,
    double cpuMicros,
    long errors,
    double p50Micros,
    double p99Micros,
    long residentKib,
    long startMillis) {}
