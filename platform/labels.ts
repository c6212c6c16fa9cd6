import { anyValue } from 'obsctl';

/** The labels that scraping sets on every target; queries, rules and dashboards may rely on them. */
export const target = {
  environment: ['local', 'staging', 'prod'],
  cluster: anyValue,
  service: [
    'stream-server',
    'backend-api',
    'chat-server',
    'postgresql',
    'redis',
    'grpc-backend',
    'node',
    'monitoring',
    'platform',
  ],
  tier: ['app', 'data', 'node', 'probe', 'monitoring'],
  node: anyValue,
  job: anyValue,
  instance: anyValue,
} as const;

/** What identifies a cluster, a service in it, a node in it. */
export const EC = ['environment', 'cluster'] as const;
export const ECS = ['environment', 'cluster', 'service'] as const;
export const ECN = ['environment', 'cluster', 'node'] as const;

/** The services of the platform itself. */
export const allServices = ['stream-server', 'backend-api', 'chat-server'] as const;
