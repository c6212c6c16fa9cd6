import { add, and, avg, avgOverTime, clampMax, eq, holds, max, maxOverTime, or, record, zeroFilled } from 'obsctl';
import { EC, ECS } from '../../platform/labels.js';
import { probeDuration, probeSuccess, up } from '../../platform/metrics/consumed.js';
import { thresholds } from '../../platform/thresholds.js';

/**
 * Probes whose scrape did not end: what they ask hangs, and the exporter waits for a gRPC server longer than it
 * should. Without the exporter itself, nothing is known of anything.
 */
const hanging = and(
  eq(maxOverTime(up.where({ tier: 'probe' }), '2m'), 0),
  eq(max(up.where({ job: 'blackbox' })).by(...EC), 1),
  { on: EC },
);

export const probeSuccessRatio = record(
  'service:probe_success:ratio2m',
  avg(or(avgOverTime(probeSuccess, '2m'), hanging)).by(...ECS, 'critical'),
  { unit: 'state' },
);

export const probeSlowest = record(
  'service:probe_duration_seconds:max2m',
  max(maxOverTime(probeDuration, '2m')).by(...ECS, 'critical'),
);

/** One that hangs has no duration: it is not slow, it does not answer. */
const slow = zeroFilled(holds(probeSlowest, '>', thresholds.probeDuration.red), probeSuccessRatio);

/** 0 healthy, 1 degraded (a probe failed or was slow), 2 unhealthy (under half of the probes succeeded). */
export const serviceHealth = record(
  'service:health:status',
  add(clampMax(add(holds(probeSuccessRatio, '<', 1), slow), 1), holds(probeSuccessRatio, '<', thresholds.probeSuccess)),
);

/** As bad as the worst critical service; anything else, and a probe exporter that is itself down, only degrades it. */
export const platformHealth = record(
  'platform:health:status',
  max(
    or(
      or(serviceHealth.where({ critical: 'true' }), clampMax(serviceHealth.where({ critical: 'false' }), 1)),
      holds(up.where({ tier: 'probe' }), '==', 0),
    ),
  ).by(...EC),
);

export const healthRecords = [probeSuccessRatio, probeSlowest, serviceHealth, platformHealth];
