package io.rgate.stats.jdbc;

/**
 * A batch that is about to be stored and no longer changes.
 *
 * @param number the writer's own count of batches
 * @param batch the samples
 * @param dropped how many samples the writer has dropped since its start
 */
record NumberedBatch(long number, Batch batch, long dropped) {}
