import type { Consequence, Difference } from '../../types/comparison.js';
import type { Facts } from './facts.js';

/** Dashboards that cannot be found any more where people look for them. */
export function dashboardConsequences(changes: readonly Difference[], after: Facts): Consequence[] {
  const dashboards = changes.filter(({ kind }) => kind === 'grafana/dashboard');
  return dashboards.flatMap((change): Consequence[] => {
    const { op, path, before, after: now, where, id } = change;
    if (path === 'uid' && typeof before === 'string') {
      const linked = after.links.get(before) ?? [];
      const known = linked.length === 0 ? '' : `, among them those of ${among(linked)}`;
      const message = `${where} has the uid ${now} instead of ${before}: links and bookmarks to the old one find nothing${known}`;
      return [{ weight: 'risk', code: 'dashboard/uid-changed', message }];
    }
    const linked = op === 'removed' && path === '' ? (after.links.get(id) ?? []) : [];
    if (linked.length === 0) return [];
    const message = `${where} is gone, but ${among(linked)} still ${linked.length === 1 ? 'links' : 'link'} to it`;
    return [{ weight: 'risk', code: 'dashboard/link-lost', message }];
  });
}

const most = 6;

function among(names: readonly string[]): string {
  const shown = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;
  return [...shown.slice(0, -2), shown.slice(-2).join(' and ')].join(', ');
}
