import type { SideResource } from '../../plan/diff/sides.js';

/** A resource of a file. */
export interface InFile extends SideResource {
  id: string;
  at?: string;
  readonly path: string;
}

/**
 * Dashboards with one uid, and rule groups with one name, are told apart by their files: each is compared with that in
 * the file of the same name; where there is none, with one that is left over.
 * @returns what to say of it
 */
export function tellApart(left: readonly InFile[], right: readonly InFile[]): string[] {
  const [before, after] = [byKey(left), byKey(right)];
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((key) => {
    const [old, now] = [before.get(key) ?? [], after.get(key) ?? []];
    const [first] = now;
    if (old.length < 2 && now.length < 2) return [];
    const note = first && now.length > 1 && first.kind === 'grafana/dashboard' ? [noteOn(first.id, now)] : [];
    nameAll(old, now);
    return note;
  });
}

function byKey(resources: readonly InFile[]): Map<string, InFile[]> {
  const found = new Map<string, InFile[]>();
  for (const one of resources) {
    const key = `${one.kind} ${one.id}`;
    const known = found.get(key);
    if (known) known.push(one);
    else found.set(key, [one]);
  }
  return found;
}

function nameAll(left: readonly InFile[], right: readonly InFile[]): void {
  const open = new Set(left);
  const partners = new Map<InFile, InFile>();
  const pair = (one: InFile, other: InFile | undefined) => {
    if (!other || partners.has(one)) return;
    partners.set(one, other);
    open.delete(other);
  };
  for (const one of right)
    pair(
      one,
      [...open].find(({ path }) => path === one.path),
    );
  for (const one of right) pair(one, [...open][0]);
  const taken = new Set<string>();
  for (const one of [...right, ...open]) {
    const at = unused(`in ${one.path}`, taken);
    for (const each of [one, partners.get(one)]) if (each) name(each, at);
  }
}

/** One file may hold several. */
function unused(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted} #${number}`;
  taken.add(name);
  return name;
}

/** What was found before goes by another name. */
function name(one: InFile, at: string): void {
  one.id = `${one.id} ${at}`;
  one.at = at;
  delete one.compared;
}

function noteOn(uid: string, all: readonly InFile[]): string {
  const files = [...new Set(all.map(({ path }) => path))].join(', ');
  return `${all.length} dashboards have the uid ${uid}, of which Grafana keeps one: ${files}`;
}
