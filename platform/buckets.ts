/** Bucket bounds in seconds. None but the last ones is an integer where a rule reads it as `le`. */

/** Requests. Thresholds that are read as a bucket bound come from here. */
export const latencyBuckets = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** Database queries and cache operations. */
export const databaseBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] as const;

/** From request to first audio byte. */
export const startupBuckets = [0.1, 0.25, 0.5, 1, 2, 4, 8] as const;

/** Listening sessions. */
export const sessionBuckets = [30, 60, 300, 600, 1800, 3600, 7200, 14400] as const;
