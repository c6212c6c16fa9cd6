import { isObject } from '../../json.js';
import type { Difference } from '../../types/comparison.js';
import { equal, type Json, objectsOf, plain } from '../canonical/plain.js';
import type { SideResource } from './sides.js';

/** The cases of one alert, by name, on both sides; only those that are not the same. */
interface Cases {
  readonly before: Json[];
  readonly after: Json[];
}

/**
 * Tests of rules are written from the definitions beside the rules, for whoever wants promtool alone: their text is
 * nothing to be reviewed. What is told is of which alert how many cases are new, gone or others, in whichever file.
 */
export function compareTests(
  left: readonly SideResource[],
  right: readonly SideResource[],
  environment?: string,
): Difference[] {
  const cases = new Map<string, Cases>();
  const of = (name: string) => {
    const known = cases.get(name) ?? { before: [], after: [] };
    cases.set(name, known);
    return known;
  };
  for (const one of casesOf(left, right)) of(subjectOf(one)).before.push(one);
  for (const one of casesOf(right, left)) of(subjectOf(one)).after.push(one);
  return [...cases].flatMap(([subject, { before, after }]) => {
    const isIn = (list: readonly Json[]) => (one: Json) => list.some((other) => equal(one, other));
    const gone = before.filter((one) => !isIn(after)(one));
    const come = after.filter((one) => !isIn(before)(one));
    return gone.length + come.length === 0 ? [] : [difference(subject, gone, come, environment)];
  });
}

/** The cases of files that are not the same text on the other side. */
function casesOf(resources: readonly SideResource[], others: readonly SideResource[]): Json[] {
  const texts = new Map(others.map(({ id, text }) => [id, text]));
  return resources.flatMap((one) => {
    if (one.text !== undefined && texts.get(one.id) === one.text) return [];
    const body = plain(one.body());
    return isObject(body) ? objectsOf(body.tests) : [];
  });
}

/** The alert that a case asks for; of other rules, what their cases have before the colon. */
function subjectOf({ name, promql_expr_test }: Json): string {
  const asked = objectsOf(promql_expr_test).map(({ expr }) => /alertname="([^"]+)"/.exec(String(expr))?.[1]);
  const alert = asked.find((one) => one !== undefined);
  return alert === undefined ? `"${String(name).split(': ')[0]}"` : `alert ${alert}`;
}

function difference(
  subject: string,
  gone: readonly Json[],
  come: readonly Json[],
  environment: string | undefined,
): Difference {
  const namesOf = (cases: readonly Json[]) => cases.map(({ name }) => String(name));
  const [before, after] = [namesOf(gone), namesOf(come)];
  const changed = before.filter((name) => after.includes(name)).length;
  const counts = [
    ...(changed > 0 ? [`${cases(changed)} changed`] : []),
    ...(after.length > changed ? [`${cases(after.length - changed)} added`] : []),
    ...(before.length > changed ? [`${cases(before.length - changed)} removed`] : []),
  ];
  return {
    op: before.length === 0 ? 'added' : after.length === 0 ? 'removed' : 'changed',
    kind: 'prometheus/tests',
    id: subject.replace(/^alert /, '').replaceAll('"', ''),
    path: '',
    ...(before.length === 0 ? {} : { before }),
    ...(after.length === 0 ? {} : { after }),
    ...(environment === undefined ? {} : { environment }),
    where: 'tests of rules',
    what: `tests of ${subject}`,
    words: counts.join(', '),
  };
}

function cases(number: number): string {
  return number === 1 ? '1 case' : `${number} cases`;
}
