import { meantOrAll } from '../../nearest.js';
import type { Path } from '../../types.js';
import type { FileCheck, FileNote } from '../check.js';
import type { FoundDashboard } from '../model/dashboard.js';
import { byFolder } from '../model/folders.js';

export const linkDashboard: FileCheck = {
  code: 'link/dashboard',
  on: 'files',
  severity: 'error',
  summary: 'a link leads to a dashboard or panel that does not exist, or sets a variable that is not there',
  why: 'Whoever follows it at night finds an error, or numbers of something else.',
  good: [
    'title: A\nuid: a\npanels: [{title: P, links: [{url: "/d/b/x?var-job=api"}]}]\n---\ntitle: B\nuid: b\ntemplating: {list: [{name: job, type: query}]}\npanels: [{title: "$job"}]',
    'title: A\nuid: a\npanels: [{title: P, links: [{url: "/d/elsewhere"}]}]',
    'title: A\nuid: a\npanels: [{title: P, links: [{url: "https://example.com/d/x"}]}]\n---\ntitle: B\nuid: b\npanels: []',
    'title: A\nuid: a\npanels: [{title: P, id: 1, links: [{url: "/d/b?viewPanel=7"}]}]\n---\ntitle: B\nuid: b\npanels: [{id: 7}]',
    'title: A\nuid: a\npanels: [{title: P, id: 1, links: [{url: "/d/b?viewPanel=7"}]}]\n---\ntitle: B\nuid: b\npanels: [{id: 6}]\n---\ntitle: B\nuid: b\npanels: [{id: 7}]',
    'title: A\nuid: a\npanels: []\n---\ngroups: [{name: g, rules: [{alert: Down, expr: up == 0, annotations: {summary: x, dashboard: "https://grafana.example/d/a/x"}}]}]\n---\ntitle: B\nuid: b\npanels: []',
  ],
  bad: [
    'title: A\nuid: a\npanels: [{title: P, links: [{url: "/d/c/x"}]}]\n---\ntitle: B\nuid: b\npanels: []',
    'title: A\nuid: a\npanels: [{title: P, links: [{url: "/d/b/x?var-jbo=api"}]}]\n---\ntitle: B\nuid: b\ntemplating: {list: [{name: job, type: query}]}\npanels: [{title: "$job"}]',
    'title: A\nuid: a\npanels: [{title: P, id: 1, links: [{url: "/d/b?viewPanel=8"}]}]\n---\ntitle: B\nuid: b\npanels: [{id: 7}]',
    'title: A\nuid: a\npanels: []\n---\ngroups: [{name: g, rules: [{alert: Down, expr: up == 0, annotations: {summary: x, dashboard: "https://grafana.example/d/c/x"}}]}]\n---\ntitle: B\nuid: b\npanels: []',
  ],
  // one dashboard alone says nothing about others
  run: ({ dashboards, rules }) => {
    if (dashboards.length < 2) return [];
    const ofDashboards = dashboards.flatMap(({ subject, title, body }) =>
      urlsOf(body).flatMap(([url, path]) => {
        const uid = /^(?:\$\{__\w+\})?\/d\/([\w-]+)/.exec(url)?.[1];
        return notes(url, uid, { subject, owner: `dashboard "${title}"`, path }, dashboards);
      }),
    );
    const ofAlerts = rules.flatMap(({ subject, owner, path, annotations }) =>
      Object.entries(annotations).flatMap(([name, url]) => {
        // of an address that is put together nobody knows whether it is that of a dashboard
        const uid = /^(?:https?:\/\/[^\s/]+(?:\/grafana)?|\{\{[^}]*\}\})?\/d\/([\w-]+)(?=[/?\s]|$)/.exec(url)?.[1];
        return notes(url, uid, { subject, owner, path: [...path, 'annotations', name] }, dashboards);
      }),
    );
    return [...ofDashboards, ...ofAlerts];
  },
};

type At = Pick<FileNote, 'subject' | 'owner' | 'path'>;

function notes(url: string, uid: string | undefined, at: At, all: readonly FoundDashboard[]): FileNote[] {
  if (uid === undefined) return [];
  // copies for several servers may differ, and which of them is meant nobody says
  const targets = all.filter((one) => one.uid === uid);
  if (targets.length === 0) {
    const uids = all.flatMap((one) => one.uid ?? []);
    const { meant, ...help } = meantOrAll(uid, uids, 'the uids are');
    return [{ ...at, message: `the link leads to ${uid}, which is no dashboard${meant}`, ...help }];
  }
  const names = [...url.matchAll(/[?&]var-(\w+)/g)].map((one) => one[1] ?? '');
  const known = [...new Set(targets.flatMap(({ variables }) => variables.map(({ name }) => name)))];
  const unknown = names
    .filter((name) => !known.includes(name))
    .map((name): FileNote => {
      const { meant, ...help } = meantOrAll(name, known, 'its variables are');
      return { ...at, message: `the link sets the variable ${name}, which ${uid} does not have${meant}`, ...help };
    });
  const panel = /[?&]viewPanel=(?:panel-)?(\d+)/.exec(url)?.[1];
  const panels = targets.flatMap((one) => one.panels);
  if (panel === undefined || panels.some(({ body }) => String(body.id) === panel)) return unknown;
  return [...unknown, { ...at, message: `the link shows panel ${panel}, which ${uid} does not have` }];
}

/** Every `url` of a dashboard, wherever it stands. */
function urlsOf(body: unknown): (readonly [url: string, path: Path])[] {
  const found: (readonly [string, Path])[] = [];
  const at: (string | number)[] = [];
  const visit = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    const isList = Array.isArray(value);
    for (const key of Object.keys(value)) {
      const inner = (value as Record<string, unknown>)[key];
      at.push(isList ? Number(key) : key);
      if (key === 'url' && typeof inner === 'string') found.push([inner, [...at]]);
      else visit(inner);
      at.pop();
    }
  };
  visit(body);
  return found;
}

export const dashboardUid: FileCheck = {
  code: 'dashboard/uid',
  on: 'files',
  severity: 'error',
  summary: 'two dashboards have one uid, or two panels of one have the same id',
  why: 'The second one overwrites the first; links to panels lead to the wrong one. Dashboards of different folders are not compared: they are mostly those of different servers, such as `clusters/a` and `clusters/b`.',
  good: ['title: A\nuid: a\npanels: [{id: 1}, {id: 2}]\n---\ntitle: B\nuid: b\npanels: [{id: 1}]'],
  bad: [
    'title: A\nuid: a\npanels: []\n---\ntitle: B\nuid: a\npanels: []',
    'title: A\nuid: a\npanels: [{id: 1, title: X}, {id: 1, title: Y}]',
  ],
  run: ({ dashboards }) => [...byFolder(dashboards).flatMap(sameUids), ...dashboards.flatMap(samePanelIds)],
};

function sameUids(dashboards: readonly FoundDashboard[]): FileNote[] {
  const titles = new Map<string, string>();
  return dashboards.flatMap(({ subject, title, uid }) => {
    const other = uid === undefined ? undefined : titles.get(uid);
    if (uid !== undefined && other === undefined) titles.set(uid, title);
    if (other === undefined) return [];
    const at = { subject, owner: `dashboard "${title}"`, path: ['uid'] };
    return [{ ...at, message: `"${other}" has the uid ${uid} too`, help: 'give it another one' }];
  });
}

function samePanelIds({ subject, title, panels }: FoundDashboard): FileNote[] {
  const ids = new Map<unknown, string>();
  return panels.flatMap(({ body: { id }, path, owner }) => {
    const first = id === undefined || id === null ? undefined : ids.get(id);
    ids.set(id, owner);
    if (first === undefined) return [];
    const at = { subject, owner: `dashboard "${title}"`, path: [...path, 'id'] };
    return [{ ...at, message: `${owner} and ${first} have the id ${id}`, help: 'give one another id' }];
  });
}
