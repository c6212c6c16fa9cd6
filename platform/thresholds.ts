import { env } from './env.js';

/**
 * Limits that an alert rule, a panel's threshold line and a test share. Those that differ between environments
 * come from there; the others are facts about the platform.
 */
export const thresholds = {
  /** Busy share of a disk's time. */
  diskBusy: { yellow: 0.7, red: 0.9 },
  /** Busy share of a node's CPU. */
  cpu: { yellow: 0.7, red: env.thresholds.cpu },
  /** Used share of a node's memory. */
  memory: { yellow: 0.75, red: env.thresholds.memory },
  /** Used share of a volume. */
  disk: { yellow: 0.8, red: 0.9 },
  /** Seconds until a volume is full. */
  diskFull: { yellow: 86_400, red: 14_400 },
  /** Used share of a process' file descriptors. */
  fileDescriptors: { yellow: 0.8, red: 0.95 },
  /** P99 of HTTP requests, in seconds. */
  latencyP99: { yellow: env.thresholds.latencyP99 / 2, red: env.thresholds.latencyP99 },
  /** Share of HTTP requests that fail. */
  errorRatio: { yellow: env.thresholds.errorRatio / 10, red: env.thresholds.errorRatio },
  /** Share of HTTP requests that are slower than that P99 should be. */
  slowRequests: { yellow: 0.01, red: 0.05 },
  /** Left share of an SLO's error budget. */
  errorBudget: { yellow: 0.5, red: 0.1 },
  /** How many times faster than allowed an error budget is spent: gone in five days, or in two. */
  burnRate: { yellow: 6, red: 14.4 },
  /** Used share of the connection budget. */
  connectionBudget: { yellow: 0.8, red: 0.95 },
  /** P95 until the first audio of a stream, in seconds. */
  timeToFirstAudio: { yellow: 1, red: 2 },
  /** Share of stream messages that fail. */
  streamErrors: 0.02,
  /** Share of WebSockets lost per minute. */
  abnormalDisconnects: 0.05,
  /** Share of gRPC calls that end in a server fault. */
  grpcErrors: { yellow: 0.01, red: 0.05 },
  /** Share of cache reads that hit. */
  cacheHits: { yellow: 0.9, red: 0.8 },
  /** Used share of a connection pool to the database. */
  databasePool: 0.85,
  /** P95 of database queries, in seconds. */
  databaseQuery: { yellow: 0.1, red: 0.5 },
  /** Fill of a queue. */
  queueFill: { yellow: 0.8, red: 0.95 },
  /** P95 of cache operations, in seconds. */
  cacheOperation: { yellow: 0.005, red: 0.025 },
  /** P99 until a runnable task runs, and the longest pause of a garbage collection, in seconds. */
  schedulerDelay: { yellow: 0.01, red: 0.05 },
  gcPause: { yellow: 0.01, red: 0.05 },
  /** P95 of spans, in seconds, and their share that fails. */
  span: { yellow: 0.1, red: 0.5 },
  spanFailures: { yellow: 0.01, red: 0.05 },
  /** Share of logins that fail. */
  authFailures: 0.5,
  /** Percent under the same hour of the week before. */
  revenueDropPercent: { yellow: 15, red: 30 },
  activeUsersDropPercent: 40,
  /** Share of payments that fail. */
  paymentFailures: { yellow: 0.02, red: 0.05 },
  /** Share of sign-ups that become subscriptions within a day. */
  conversion: 0.02,
  /** Share of probes that succeed, below which a dependency counts as down. */
  probeSuccess: 0.5,
  /** Duration of a probe, in seconds. */
  probeDuration: { yellow: 0.5, red: 1 },
  /** Days until a certificate expires. */
  certificateDays: { yellow: 21, red: 3 },
  /** Share of notifications that fail. */
  notificationFailures: { yellow: 0.01, red: 0.05 },
  /** Used share of a rule group's interval. */
  ruleGroupTime: { yellow: 0.5, red: 1 },
  /** Series a target may expose before its scrape is refused. */
  seriesPerTarget: { alert: 8_000, limit: 10_000 },
} as const;
