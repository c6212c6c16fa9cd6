import { mustFit, type OptionsOf } from './options.js';
import { remember } from './origin.js';
import { mustBeName } from './parts.js';
import type { Duration } from './vector.js';

interface CommonModule {
  readonly kind: 'probe-module';
  readonly name: string;
  readonly timeout: Duration;
}

/** One step of a conversation over TCP. A step that expects something comes after the step that asks for it. */
export type TcpStep =
  | { readonly send: string }
  /** Bytes that are no text, in base64. */
  | { readonly sendBase64: string }
  /** A regular expression over a line of the answer. */
  | { readonly expect: string; readonly startTls?: boolean }
  /** Bytes of the answer, which need not end a line. Blackbox exporter 0.28. */
  | { readonly expectBytes: string; readonly startTls?: boolean };

export interface TcpModule extends CommonModule {
  readonly prober: 'tcp';
  readonly steps: readonly TcpStep[];
  /** What to do where the exporter cannot say `expectBytes`: only connect, or refuse to build. */
  readonly withoutExpectBytes?: 'connect';
  /** Whether the certificate is checked once TLS has started. */
  readonly verifyCertificate?: boolean;
}

export interface HttpModule extends CommonModule {
  readonly prober: 'http';
  /** Fails where the body matches. */
  readonly failIfBodyMatches?: readonly string[];
  /** Fails where the answer did not come over TLS. */
  readonly requireTls?: boolean;
}

export interface GrpcModule extends CommonModule {
  readonly prober: 'grpc';
  /** The service named in the health check. */
  readonly service: string;
  readonly tls: boolean;
}

export type ProbeModule = TcpModule | HttpModule | GrpcModule;

type Options<M extends ProbeModule> = Omit<M, 'kind' | 'name' | 'prober'>;

const tcpOptions: OptionsOf<Options<TcpModule>> = {
  timeout: 'duration',
  steps: { each: { send: 'text?', sendBase64: 'text?', expect: 'text?', expectBytes: 'text?', startTls: 'boolean?' } },
  withoutExpectBytes: { oneOf: { connect: true }, optional: true },
  verifyCertificate: 'boolean?',
};
const httpOptions: OptionsOf<Options<HttpModule>> = {
  timeout: 'duration',
  failIfBodyMatches: 'list?',
  requireTls: 'boolean?',
};
const grpcOptions: OptionsOf<Options<GrpcModule>> = { timeout: 'duration', service: 'text', tls: 'boolean' };

/** A conversation over TCP; without steps, only a connection. */
export function tcpModule(name: string, options: Options<TcpModule>): TcpModule {
  mustBeName(name, 'a probe module');
  mustFit(`the probe module ${name}`, options, tcpOptions);
  return remember({ kind: 'probe-module', name, prober: 'tcp', ...options });
}

/** A GET that has to be answered with 2xx. */
export function httpModule(name: string, options: Options<HttpModule>): HttpModule {
  mustBeName(name, 'a probe module');
  mustFit(`the probe module ${name}`, options, httpOptions);
  return remember({ kind: 'probe-module', name, prober: 'http', ...options });
}

/** A call of `grpc.health.v1.Health/Check`. */
export function grpcModule(name: string, options: Options<GrpcModule>): GrpcModule {
  mustBeName(name, 'a probe module');
  mustFit(`the probe module ${name}`, options, grpcOptions);
  return remember({ kind: 'probe-module', name, prober: 'grpc', ...options });
}
