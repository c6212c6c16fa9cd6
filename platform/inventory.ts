import { env } from './env.js';

/** A process and where it runs. */
export interface Instance {
  readonly service: string;
  readonly node: string;
  /** `host:port` of what is scraped. */
  readonly address: string;
}

interface Inventory {
  readonly cluster: string;
  /** The three services; metrics on port 9464, since 9090 is Prometheus' own. */
  readonly apps: readonly Instance[];
  /** The agent of each host. */
  readonly hosts: readonly Instance[];
  /** Exporters that log in to the databases. */
  readonly exporters: readonly (Instance & { readonly job: string })[];
  readonly monitoring: readonly (Instance & { readonly job: string })[];
  /** The blackbox exporter, which asks what the probes below name. */
  readonly blackbox: string;
  readonly alertmanagers: readonly string[];
  /** OTLP of each collector. With more than one, a tier before them takes what services send. */
  readonly collectors: readonly string[];
  readonly jaeger: string;
  readonly probes: {
    readonly postgres: Instance;
    readonly redis: Instance;
    readonly grpc: Instance;
    /** `/ready` of each service. */
    readonly ready: readonly Instance[];
    /** What users open. */
    readonly public: Instance;
  };
}

/** Where a collector exposes its own metrics, and those it makes from spans. */
export const collectorPorts = { own: 8888, spanMetrics: 8889 } as const;

/** On one machine every process has a port of its own. */
const local: Inventory = {
  cluster: 'eu-1',
  apps: [
    { service: 'stream-server', node: 'localhost', address: 'localhost:9464' },
    { service: 'backend-api', node: 'localhost', address: 'localhost:9465' },
    { service: 'chat-server', node: 'localhost', address: 'localhost:9466' },
  ],
  hosts: [{ service: 'node', node: 'localhost', address: 'localhost:9467' }],
  exporters: [
    { job: 'postgres-exporter', service: 'postgresql', node: 'localhost', address: 'localhost:9187' },
    { job: 'redis-exporter', service: 'redis', node: 'localhost', address: 'localhost:9121' },
  ],
  monitoring: [
    ...monitoring('localhost', 'localhost'),
    watched('prometheus', 'localhost', 'localhost:9090'),
    watched('alertmanager', 'localhost', 'localhost:9093'),
    ...collector('localhost', 'localhost'),
  ],
  blackbox: 'localhost:9115',
  alertmanagers: ['localhost:9093'],
  collectors: ['localhost:4317'],
  jaeger: 'localhost:14317',
  probes: {
    postgres: { service: 'postgresql', node: 'localhost', address: 'localhost:5432' },
    redis: { service: 'redis', node: 'localhost', address: 'localhost:6379' },
    grpc: { service: 'grpc-backend', node: 'localhost', address: 'localhost:50051' },
    ready: [
      { service: 'stream-server', node: 'localhost', address: 'http://localhost:8080/ready' },
      { service: 'backend-api', node: 'localhost', address: 'http://localhost:8081/ready' },
      { service: 'chat-server', node: 'localhost', address: 'http://localhost:8082/ready' },
    ],
    public: { service: 'platform', node: 'localhost', address: 'http://localhost:8080/' },
  },
};

const staging = hosted('staging.example.com', {
  streams: 1,
  backends: 1,
  chats: 1,
  prometheus: 1,
  alertmanagers: 1,
  collectors: 1,
  gateways: 0,
});

const prod = hosted('example.com', {
  streams: 4,
  backends: 3,
  chats: 2,
  prometheus: 2,
  alertmanagers: 3,
  collectors: 2,
  gateways: 2,
});

export const inventory: Inventory = { local, staging, prod }[env.name];

interface Sizes {
  readonly streams: number;
  readonly backends: number;
  readonly chats: number;
  readonly prometheus: number;
  readonly alertmanagers: number;
  readonly collectors: number;
  /** Of the tier before the collectors. */
  readonly gateways: number;
}

/** Hosts `<role>-<n>.<domain>`, one process each. */
function hosted(domain: string, sizes: Sizes): Inventory {
  const names = (role: string, count: number) => Array.from({ length: count }, (_, index) => `${role}-${index + 1}`);
  const on = (service: string, nodes: readonly string[]): Instance[] =>
    nodes.map((node) => ({ service, node, address: `${node}.${domain}:9464` }));
  const streams = names('stream', sizes.streams);
  const backends = names('backend', sizes.backends);
  const chats = names('chat', sizes.chats);
  const prometheus = names('prometheus', sizes.prometheus);
  const alertmanagers = names('alertmanager', sizes.alertmanagers);
  const collectors = names('collector', sizes.collectors);
  const gateways = names('otel', sizes.gateways);
  const at = (nodes: readonly string[], port: number) => nodes.map((node) => `${node}.${domain}:${port}`);
  const nodes = [
    ...streams,
    ...backends,
    ...chats,
    'postgres-1',
    'redis-1',
    'monitoring-1',
    ...prometheus,
    ...alertmanagers,
    ...gateways,
    ...collectors,
    'jaeger-1',
  ];
  return {
    cluster: 'eu-1',
    apps: [...on('stream-server', streams), ...on('backend-api', backends), ...on('chat-server', chats)],
    hosts: nodes.map((node) => ({ service: 'node', node, address: `${node}.${domain}:9467` })),
    exporters: [
      { job: 'postgres-exporter', service: 'postgresql', node: 'postgres-1', address: `postgres-1.${domain}:9187` },
      { job: 'redis-exporter', service: 'redis', node: 'redis-1', address: `redis-1.${domain}:9121` },
    ],
    monitoring: [
      ...monitoring('monitoring-1', `monitoring-1.${domain}`),
      ...prometheus.map((node) => watched('prometheus', node, `${node}.${domain}:9090`)),
      ...alertmanagers.map((node) => watched('alertmanager', node, `${node}.${domain}:9093`)),
      ...gateways.map((node) => watched('otel-collector', node, `${node}.${domain}:${collectorPorts.own}`)),
      ...collectors.flatMap((node) => collector(node, `${node}.${domain}`)),
    ],
    blackbox: `monitoring-1.${domain}:9115`,
    alertmanagers: at(alertmanagers, 9093),
    collectors: at(collectors, 4317),
    jaeger: `jaeger-1.${domain}:4317`,
    probes: {
      postgres: { service: 'postgresql', node: 'postgres-1', address: `postgres-1.${domain}:5432` },
      redis: { service: 'redis', node: 'redis-1', address: `redis-1.${domain}:6379` },
      grpc: { service: 'grpc-backend', node: 'backend-1', address: `backend-1.${domain}:50051` },
      ready: [
        { service: 'stream-server', node: 'stream-1', address: `https://stream.${domain}/ready` },
        { service: 'backend-api', node: 'backend-1', address: `https://api.${domain}/ready` },
        { service: 'chat-server', node: 'chat-1', address: `https://chat.${domain}/ready` },
      ],
      public: { service: 'platform', node: 'edge', address: `https://www.${domain}/` },
    },
  };
}

function watched(job: string, node: string, address: string): Inventory['monitoring'][number] {
  return { job, service: 'monitoring', node, address };
}

function collector(node: string, host: string): Inventory['monitoring'] {
  return Object.values(collectorPorts).map((port) => watched('otel-collector', node, `${host}:${port}`));
}

/** What there is one of. */
function monitoring(node: string, host: string): Inventory['monitoring'] {
  return [watched('blackbox', node, `${host}:9115`), watched('grafana', node, `${host}:3000`)];
}
