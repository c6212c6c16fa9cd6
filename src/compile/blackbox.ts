import type { GrpcModule, HttpModule, ProbeModule, TcpModule, TcpStep } from '../define/probe.js';
import type { Resource } from '../types.js';
import { type Input, ofKind } from './input.js';
import { mustSupport, supports } from './versions.js';

/** Probe modules → `blackbox.yml`; only those that a probe uses. */
export function compileBlackbox(input: Input): Resource[] {
  const modules = new Map<string, ProbeModule>();
  for (const { probe } of ofKind(input, 'scrape-job')) {
    if (!probe) continue;
    const other = modules.get(probe.module.name);
    if (other && other !== probe.module) {
      input.report({
        code: 'definition/duplicate',
        severity: 'error',
        message: `two probe modules are called ${probe.module.name}`,
        help: 'rename one of them',
        origin: input.originOf(probe.module),
      });
    }
    modules.set(probe.module.name, probe.module);
  }
  const first = modules.values().next().value;
  if (!first) return [];
  const sorted = [...modules.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [
    {
      kind: 'blackbox/config',
      id: 'blackbox',
      path: 'blackbox/blackbox.yml',
      body: { modules: Object.fromEntries(sorted.map((module) => [module.name, moduleBody(module, input)])) },
      origin: input.originOf(first),
    },
  ];
}

function moduleBody(module: ProbeModule, input: Input): object {
  const common = { prober: module.prober, timeout: module.timeout };
  switch (module.prober) {
    case 'tcp':
      return { ...common, tcp: tcpBody(module, input) };
    case 'http':
      return { ...common, http: httpBody(module) };
    case 'grpc':
      return { ...common, grpc: grpcBody(module) };
  }
}

function tcpBody(module: TcpModule, input: Input): object {
  const steps = stepsFor(module, input);
  const tls = steps.some((step) => 'startTls' in step && step.startTls);
  return {
    preferred_ip_protocol: 'ip4',
    ...(steps.length > 0 ? { query_response: steps.map(stepBody) } : {}),
    ...(tls ? { tls_config: { insecure_skip_verify: module.verifyCertificate === false } } : {}),
  };
}

/** An exporter that cannot expect bytes only connects, where the definition says that this is good enough. */
function stepsFor(module: TcpModule, input: Input): readonly TcpStep[] {
  const needsBytes = module.steps.some((step) => 'expectBytes' in step);
  if (!needsBytes || supports(input.config.versions, 'blackbox/expect-bytes')) return module.steps;
  if (module.withoutExpectBytes !== 'connect') {
    mustSupport(input, 'blackbox/expect-bytes', `expectBytes of the probe module ${module.name}`, module);
  }
  return [];
}

function stepBody(step: TcpStep): object {
  if ('send' in step) return { send: step.send };
  // YAML's own form for bytes: the exporter reads them as they are
  if ('sendBase64' in step) return { send: Buffer.from(step.sendBase64, 'base64') };
  const startTls = step.startTls ? { starttls: true } : {};
  return 'expect' in step ? { expect: step.expect, ...startTls } : { expect_bytes: step.expectBytes, ...startTls };
}

function httpBody(module: HttpModule): object {
  return {
    preferred_ip_protocol: 'ip4',
    method: 'GET',
    ...(module.requireTls ? { fail_if_not_ssl: true } : {}),
    ...(module.failIfBodyMatches ? { fail_if_body_matches_regexp: module.failIfBodyMatches } : {}),
  };
}

function grpcBody(module: GrpcModule): object {
  return { service: module.service, tls: module.tls, preferred_ip_protocol: 'ip4' };
}
