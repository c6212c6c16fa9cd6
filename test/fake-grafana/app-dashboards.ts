import {
  type Answer,
  appConflict,
  appDeleted,
  appExists,
  appMissing,
  failure,
  type Json,
  type Named,
  ok,
} from './answer.js';
import { foreignAnnotations, foreignLabels, metadata, rehearsed } from './app-object.js';
import { invalidClassic, knownOf, unknownFields } from './app-validate.js';
import { type Asked, found, may, objectOf, type Route, textOf } from './asked.js';
import { converted, rewritten } from './convert.js';
import {
  complaint,
  createDashboard,
  difference,
  refreshesTooOften,
  updateDashboard,
  type Written,
} from './dashboard-store.js';
import { namespaceOf } from './discovery.js';
import { pageOf } from './pages.js';
import { type Stored, uuid } from './world.js';

const base = '/apis/dashboard.grafana.app/:version/namespaces/:namespace/dashboards';

export const appDashboardRoutes: readonly Route[] = [
  ['GET', base, inNamespace(list)],
  ['POST', base, inNamespace(create)],
  ['GET', `${base}/:name`, inNamespace(get)],
  ['PUT', `${base}/:name`, inNamespace(put)],
  ['PATCH', `${base}/:name`, inNamespace(patch)],
  ['DELETE', `${base}/:name`, inNamespace(remove)],
];

const named = (name: string, kind = 'dashboards'): Named => ({ name, group: 'dashboard.grafana.app', kind });
const versionOf = (asked: Asked) => found(asked, 0);
const isRehearsal = (asked: Asked) => asked.query.get('dryRun') === 'All';
const bad = (message: string) => failure(400, message, { reason: 'BadRequest' });

function inNamespace(handle: (asked: Asked, stored: Stored | undefined) => Answer): Route[2] {
  return (asked) => {
    const { world, org, account } = asked;
    if (!world.edition.dashboardVersions.includes(versionOf(asked))) return { status: 404, body: '404 page not found' };
    if (found(asked, 1) !== namespaceOf(world, org.id)) {
      const detail = world.edition.storage === 'unified' ? '' : `: got org--1 but expected ${found(asked, 1)}`;
      return failure(500, `namespace mismatch${detail}`);
    }
    if (asked.method !== 'GET' && !may(account, 'Editor')) return failure(403);
    return handle(asked, asked.org.dashboards.get(found(asked, 2)));
  };
}

function shown(asked: Asked, stored: Stored): Json {
  const version = versionOf(asked);
  const { spec, status } = converted(stored, version);
  const about = metadata(asked.world, asked.org, stored);
  return { kind: 'Dashboard', apiVersion: `dashboard.grafana.app/${version}`, metadata: about, spec, status };
}

function list(asked: Asked): Answer {
  const { world, org } = asked;
  const all = [...org.dashboards.values()];
  if (world.edition.storage === 'sql') all.sort((a, b) => b.id - a.id);
  else all.sort((a, b) => (a.name < b.name ? -1 : 1));
  return pageOf(asked, all, {
    kind: 'DashboardList',
    apiVersion: `dashboard.grafana.app/${versionOf(asked)}`,
    shown: (stored) => shown(asked, stored),
  });
}

function get(asked: Asked, stored: Stored | undefined): Answer {
  return stored ? ok(shown(asked, stored)) : appMissing(named(found(asked, 2)));
}

/** What is to be stored, or why not. */
function readWritten(asked: Asked, name: string, body: Json): Written | Answer {
  const version = versionOf(asked);
  const about = objectOf(body.metadata);
  const annotations = objectOf(about.annotations);
  const folder = textOf(annotations['grafana.app/folder']);
  const message = textOf(annotations['grafana.app/message']);
  const { id: _id, uid: _uid, version: _version, ...spec } = objectOf(body.spec);
  const wrong = complaint(asked, { uid: name, spec: { ...spec, title: String(spec.title ?? '') }, message });
  if (wrong) return bad(wrong.text);
  const refresh = version.startsWith('v2') ? objectOf(spec.timeSettings).autoRefresh : spec.refresh;
  if (refreshesTooOften(refresh)) return bad('Dashboard refresh interval is too low');
  const asked422 = asked.query.get('fieldValidation');
  if (version === 'v1beta1' || version === 'v1') {
    const invalid = asked422 === 'Ignore' ? undefined : invalidClassic(named(name), spec);
    if (invalid) return invalid;
  }
  const unknown = version.startsWith('v2') ? unknownFields(spec) : [];
  if (unknown.length > 0 && asked422 === 'Strict') {
    const text = `strict decoding error: unknown field "spec.${unknown[0]}"`;
    return bad(`Dashboard in version "${version}" cannot be handled as a Dashboard: ${text}`);
  }
  if (folder && !asked.org.folders.has(folder)) {
    return appMissing({ name: folder, group: 'folder.grafana.app', kind: 'folders' });
  }
  return {
    spec: version === 'v0alpha1' ? spec : version.startsWith('v2') ? knownOf(spec) : rewritten(spec),
    storedAs: version,
    folder,
    message,
    annotations: foreignAnnotations(annotations),
    labels: foreignLabels(objectOf(about.labels)),
    granted: folder !== '' || annotations['grafana.app/grant-permissions'] === 'default',
  };
}

const isAnswer = (value: Written | Answer): value is Answer => 'status' in value;

/** A field that v2 does not know is left out, with a warning. */
function warned(asked: Asked, body: Json, answer: Answer): Answer {
  const unknown = versionOf(asked).startsWith('v2') ? unknownFields(objectOf(body.spec)) : [];
  if (unknown.length === 0 || asked.query.get('fieldValidation') === 'Ignore') return answer;
  const texts = unknown.map((field) => `299 - "unknown field \\"spec.${field}\\""`);
  return { ...answer, headers: { warning: texts.join(', ') } };
}

function create(asked: Asked): Answer {
  const body = objectOf(asked.body);
  const name = textOf(objectOf(body.metadata).name);
  const written = readWritten(asked, name, body);
  if (isAnswer(written)) return written;
  if (asked.world.settings.quotaReached) return failure(403, 'Quota reached', { reason: 'Forbidden' });
  if (asked.org.dashboards.has(name)) return appExists(named(name));
  return createNamed(asked, name, body, written);
}

function createNamed(asked: Asked, name: string, body: Json, written: Written): Answer {
  if (isRehearsal(asked)) {
    const about = rehearsed(asked.world, asked.org, objectOf(body.metadata), undefined);
    return ok({ ...body, metadata: about, spec: written.spec, status: {} }, 201);
  }
  const stored = createDashboard(asked, name, written);
  return warned(asked, body, ok(answered(asked, stored, written, { generation: 1, updated: false }), 201));
}

/** The answer to a write shows what was sent, even where SQL keeps nothing of it. */
function answered(
  asked: Asked,
  stored: Stored,
  written: Written,
  { generation, updated }: { generation: number; updated: boolean },
): Json {
  const { annotations = {}, labels = {}, message } = written;
  const told = updated ? {} : { updatedBy: undefined };
  const whole = { ...stored, annotations, labels, ...told } as Stored;
  const object = shown(asked, whole);
  const about = objectOf(object.metadata);
  const noted = message ? { 'grafana.app/message': message } : {};
  return { ...object, metadata: { ...about, generation, annotations: { ...objectOf(about.annotations), ...noted } } };
}

function put(asked: Asked, stored: Stored | undefined): Answer {
  return replace(asked, stored, objectOf(asked.body));
}

function patch(asked: Asked, stored: Stored | undefined): Answer {
  if (!stored) return appMissing(named(found(asked, 2)));
  return replace(asked, stored, merged(shown(asked, stored), objectOf(asked.body)));
}

function merged(into: Json, from: Json): Json {
  const entries = Object.entries(from).map(([key, value]) => {
    const inner = objectOf(value);
    return [key, Object.keys(inner).length > 0 ? merged(objectOf(into[key]), inner) : value] as const;
  });
  return Object.fromEntries(Object.entries({ ...into, ...Object.fromEntries(entries) }).filter(([, v]) => v !== null));
}

function replace(asked: Asked, stored: Stored | undefined, body: Json): Answer {
  const name = found(asked, 2);
  const about = objectOf(body.metadata);
  const written = readWritten(asked, name, body);
  if (isAnswer(written)) return written;
  if (!stored) {
    if (about.resourceVersion) return appConflict(named(name));
    return madeByPut(asked, createNamed(asked, name, body, written));
  }
  if (about.resourceVersion && about.resourceVersion !== stored.resourceVersion) return appConflict(named(name));
  const held = asked.world.edition.major >= 13 ? managerRefusal(stored, written, name) : undefined;
  if (held) return held;
  if (isRehearsal(asked)) {
    const dry = rehearsed(asked.world, asked.org, about, stored);
    return ok({ ...body, metadata: dry, spec: written.spec, status: {} });
  }
  return warned(asked, body, ok(replaced(asked, stored, body, written)));
}

/** SQL names another identity in this answer than in every later one. */
function madeByPut({ world }: Asked, answer: Answer): Answer {
  if (world.edition.storage === 'unified') return answer;
  const body = objectOf(answer.body);
  return { ...answer, body: { ...body, metadata: { ...objectOf(body.metadata), uid: uuid(world.edition) } } };
}

function replaced(asked: Asked, stored: Stored, body: Json, written: Written): Json {
  const unified = asked.world.edition.storage === 'unified';
  const { any, content } = difference(stored, written);
  // v1 compares what was sent with what it made of it the last time
  const { id: _id, uid: _uid, version: _version, ...sent } = objectOf(body.spec);
  const raised = content || !sameBytes(sent, written);
  if (unified && !any && !raised) {
    const { resourceVersion: _none, ...about } = metadata(asked.world, asked.org, stored);
    return { ...shown(asked, stored), metadata: about };
  }
  const before = stored.version;
  updateDashboard(asked, stored, written, raised);
  const generation = unified ? stored.version : before + (raised ? 1 : 0);
  return answered(asked, stored, written, { generation, updated: true });
}

function sameBytes(sent: Json, { spec, storedAs }: Written): boolean {
  return storedAs === 'v0alpha1' || storedAs.startsWith('v2') || JSON.stringify(sent) === JSON.stringify(spec);
}

/** From 13 on a manager may be dropped or set, not exchanged. */
function managerRefusal(stored: Stored, written: Written, name: string): Answer | undefined {
  const of = (annotations: Readonly<Record<string, string>> = {}) => ({
    kind: annotations['grafana.app/managedBy'],
    id: annotations['grafana.app/managerId'],
  });
  const [was, is] = [of(stored.annotations), of(written.annotations)];
  if (!was.kind || !is.kind) return undefined;
  const details = { ...named(name) };
  if (was.kind !== is.kind) {
    const text = 'Cannot change resource manager; remove the old manager first, then add a new one';
    return failure(403, text, { reason: 'Forbidden', details });
  }
  if (was.id === is.id) return undefined;
  const text = 'Cannot change resource manager identity; remove the existing manager first, then add the new one';
  return failure(403, text, { reason: 'Forbidden', details });
}

function remove(asked: Asked, stored: Stored | undefined): Answer {
  const name = found(asked, 2);
  if (!stored) return appMissing(named(name));
  const wanted = objectOf(objectOf(asked.body).preconditions).resourceVersion;
  // SQL does not look at preconditions
  if (wanted && wanted !== stored.resourceVersion && asked.world.edition.storage === 'unified') {
    const text = `the ResourceVersion in the precondition (${wanted}) does not match the ResourceVersion in record (${stored.resourceVersion}). The object might have been modified`;
    return failure(409, `Operation cannot be fulfilled on Dashboard.dashboard.grafana.app "${name}": ${text}`, {
      reason: 'Conflict',
      details: { ...named(name, 'Dashboard') },
    });
  }
  if (!isRehearsal(asked)) asked.org.dashboards.delete(name);
  return appDeleted(named(name), stored.uuid);
}
