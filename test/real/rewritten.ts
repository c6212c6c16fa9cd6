import type { Json } from './ask-grafana.js';

/** What Grafana 12.4 makes of a dashboard that is written through v1beta1. */
export function rewritten(spec: Json): Json {
  const { annotations, templating, ...rest } = withoutNullSteps(spec) as Json & {
    readonly annotations: { readonly list: readonly object[] };
    readonly templating: { readonly list: readonly object[] };
  };
  const builtIn = {
    builtIn: 1,
    datasource: { type: 'grafana', uid: '-- Grafana --' },
    enable: true,
    hide: true,
    iconColor: 'rgba(0, 211, 255, 1)',
    name: 'Annotations & Alerts',
    type: 'dashboard',
  };
  return {
    ...rest,
    annotations: { list: [builtIn, ...annotations.list] },
    templating: { list: templating.list.map((variable) => ({ ...variable, options: [] })) },
    timepicker: {},
    weekStart: '',
  };
}

/** The first step of thresholds loses its `"value": null`. */
function withoutNullSteps(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNullSteps);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      key === 'value' && inner === null ? [] : [[key, withoutNullSteps(inner)]],
    ),
  );
}
