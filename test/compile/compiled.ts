import { parse } from 'yaml';
import { type Compiled, compile } from '../../src/compile/compile.js';
import type { Versions } from '../../src/define/config.js';
import type { Definition } from '../../src/define/definition.js';
import type { HistogramMode } from '../../src/define/vector.js';
import { serialize } from '../../src/targets/files/serialize.js';
import type { Kind } from '../../src/types.js';

const newest: Versions = {
  grafana: '12.4',
  prometheus: '3.8',
  alertmanager: '0.33',
  blackbox: '0.28',
  collector: '0.120',
};

/** Definitions as the environment `prod` compiles them, on servers of these versions. */
export function compiled(
  definitions: readonly Definition[],
  versions: Partial<Versions> = {},
  histograms: HistogramMode = 'classic',
) {
  const result: Compiled = compile('test', {
    name: 'prod',
    config: { versions: { ...newest, ...versions }, histograms },
    definitions,
    originOf: () => ({ file: 'platform/here.ts', line: 3, column: 1 }),
  });
  /** A file of that kind as whoever reads it would: through its text. */
  // biome-ignore lint/suspicious/noExplicitAny: files have as many shapes as there are servers
  function file(kind: Kind, id?: string): any {
    const resource = result.resources.find((one) => one.kind === kind && (id === undefined || one.id === id));
    if (!resource) throw new Error(`no ${kind} ${id ?? ''}`);
    const text = serialize(resource);
    return /\.ya?ml$/.test(resource.path) ? parse(text, { version: '1.1' }) : text;
  }
  return { ...result, file };
}
