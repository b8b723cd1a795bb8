package io.rgate.stats.jdbc;

/**
 * A batch that is about to be stored, and is not changed any more.
 *
 * @param number the writer's own, one more for each batch
 * @param batch what was counted
 * @param dropped how many samples the writer had dropped since its start
 */
record NumberedBatch(long number, Batch batch, long dropped) {}
