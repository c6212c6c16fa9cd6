import { add, avg, avgOverTime, clampMax, holds, max, maxOverTime, or, record } from 'obsctl';
import { EC, ECS } from '../../platform/labels.js';
import { probeDuration, probeSuccess, up } from '../../platform/metrics/consumed.js';
import { thresholds } from '../../platform/thresholds.js';

export const probeSuccessRatio = record(
  'service:probe_success:ratio2m',
  avg(avgOverTime(probeSuccess, '2m')).by(...ECS, 'critical'),
  { unit: 'state' },
);

export const probeSlowest = record(
  'service:probe_duration_seconds:max2m',
  max(maxOverTime(probeDuration, '2m')).by(...ECS, 'critical'),
);

/** 0 healthy, 1 degraded (a probe failed or was slow), 2 unhealthy (under half of the probes succeeded). */
export const serviceHealth = record(
  'service:health:status',
  add(
    clampMax(add(holds(probeSuccessRatio, '<', 1), holds(probeSlowest, '>', thresholds.probeDuration.red)), 1),
    holds(probeSuccessRatio, '<', thresholds.probeSuccess),
  ),
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
