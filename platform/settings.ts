import type { EnvironmentConfig } from 'obsctl';
import type { latencyBuckets } from './buckets.js';

/** Everything that can differ between environments. */
export interface Settings extends EnvironmentConfig {
  readonly thresholds: {
    /** Busy share of a node's CPU. */
    readonly cpu: number;
    /** Used share of a node's memory. */
    readonly memory: number;
    /** P99 of HTTP requests in seconds. Read as a bucket bound, so it has to be one. */
    readonly latencyP99: (typeof latencyBuckets)[number];
    /** Share of HTTP requests that fail. */
    readonly errorRatio: number;
  };
  readonly connections: {
    /** Below this the audience is lost or the entry path broken. 0 turns the alert off. */
    readonly minimum: number;
    /** The most connections the platform was tested with. */
    readonly budget: number;
  };
  /** Business alerts and SLO paging: not at all, as warnings only, or in full. */
  readonly paging: 'off' | 'warning' | 'on';
  readonly evaluationInterval: '15s' | '30s';
  /** How long Prometheus keeps samples; rules that look back further are left out. */
  readonly retentionDays: number;
  /** Where host metrics come from. */
  readonly systemSource: 'host-agent' | 'node_exporter';
  readonly urls: {
    readonly grafana: string;
    readonly prometheus: string;
    readonly alertmanager: string;
    readonly jaeger: string;
  };
  /** Uids of Grafana's data sources. */
  readonly datasources: { readonly prometheus: string; readonly traces: string };
  readonly tracing: {
    /** The share of traces that services record. */
    readonly head: number;
    /** The percentage of unremarkable traces that the collector keeps. */
    readonly tailPercent: number;
    /** Where services send spans. */
    readonly endpoint: string;
  };
  /** Where runbooks are published; each alert links to `<runbookBase>/<alertname>`. */
  readonly runbookBase: string;
  readonly notification: NotificationSettings;
}

export type Channel = 'slack' | 'email' | 'teams' | 'webhook' | 'sms' | 'pagerduty';

export interface NotificationSettings {
  /** The channels that are real here; all others go to the sink. */
  readonly channels: readonly Channel[];
  readonly sink: `http://${string}` | undefined;
  /** Whether the dead-man switch beats. */
  readonly deadman: boolean;
  /** One room and one address for everything, instead of one for each purpose. */
  readonly slackRoom: string | undefined;
  readonly emailTo: string | undefined;
  readonly smtp: { readonly smarthost: string; readonly from: string; readonly username: string } | undefined;
}
