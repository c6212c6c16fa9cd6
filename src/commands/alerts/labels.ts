import type { Labels } from '../../alertmanager/matchers.js';
import { labelValues } from '../../checks/model/alerts.js';
import type { Everything } from '../../checks/model/everything.js';
import type { FoundRule } from '../../checks/model/rules.js';
import { fireAlert, shared } from '../../gotemplate/notification.js';
import { zeroTime } from '../../gotemplate/time.js';
import { nearest } from '../../nearest.js';
import type { Diagnostic } from '../../types.js';

/** The labels of an alert of ours, and what is odd about them. */
export interface Completed {
  readonly labels: Labels;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Completes what somebody has typed: the name of an alert brings the labels that its rule sets, and what no alert of
 * ours carries is said, since it would be answered as any other.
 */
export function completed(given: Labels, all: Everything, external: Labels): Completed {
  const alerts = all.rules.filter(({ kind }) => kind === 'alert');
  const { alertname } = given;
  const named = alerts.filter(({ name }) => name === alertname);
  if (alertname !== undefined && named.length === 0) {
    const names = [...new Set(alerts.map(({ name }) => name))];
    return { labels: given, diagnostics: [odd(`no alert is called ${alertname}`, alertname, names)] };
  }
  const rules = named.length > 0 ? named : alerts;
  const known = (label: string) => knownValues(rules, label, all, external);
  const strange = Object.entries(given).flatMap(([label, value]): Diagnostic[] => {
    if (label === 'alertname') return [];
    const { values, open } = known(label);
    const whose = alertname === undefined ? 'no alert' : `no ${alertname}`;
    if (values.length === 0 && !open)
      return [odd(`${whose} carries the label ${label}`, label, labelsOf(rules, all, external))];
    return open || value === '' || values.includes(value)
      ? []
      : [odd(`${label} is never ${value}${alertname === undefined ? '' : ` of ${alertname}`}`, value, values)];
  });
  const own = named.map((rule) => setBy(rule, given)).filter((set) => fits(set.labels, given));
  if (own.length === 0) return { labels: given, diagnostics: strange };
  return {
    labels: { ...shared(own.map(({ labels }) => labels)), ...given },
    diagnostics: [...strange, ...choices(alertname ?? '', own, given)],
  };
}

interface SetLabels {
  readonly labels: Labels;
  /** Labels whose template reads others that are not given. */
  readonly unsure: Readonly<Record<string, readonly string[]>>;
}

/** The labels that a rule sets; of templates those that need nothing but what is given. */
function setBy(rule: FoundRule, given: Labels): SetLabels {
  const needs = (text: string) => [...text.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label);
  const sure: Record<string, string> = {};
  const unsure: Record<string, readonly string[]> = {};
  for (const [label, text] of Object.entries(rule.labels)) {
    const missing = [...new Set(needs(text))].filter(
      (one) => given[one] === undefined && rule.labels[one] === undefined,
    );
    if (missing.length > 0) unsure[label] = missing;
    else sure[label] = text;
  }
  const server = { now: zeroTime, externalUrl: '', externalLabels: {} };
  const series = { labels: { ...rule.labels, ...given }, value: 0 };
  const { labels } = fireAlert({ name: rule.name, labels: sure, annotations: {} }, series, server);
  return { labels: Object.fromEntries(Object.keys(sure).map((label) => [label, labels[label] ?? ''])), unsure };
}

const fits = (labels: Labels, given: Labels) =>
  Object.entries(labels).every(([label, value]) => given[label] === undefined || given[label] === value);

/** Which labels decide what nobody has said. */
function choices(name: string, own: readonly SetLabels[], given: Labels): readonly Diagnostic[] {
  const common = shared(own.map(({ labels }) => labels));
  const open = [...new Set(own.flatMap(({ labels }) => Object.keys(labels)))].filter(
    (label) => !(label in common) && given[label] === undefined,
  );
  const several = open.map((label) => {
    const values = [...new Set(own.map(({ labels }) => labels[label] ?? ''))].filter(Boolean);
    return said(
      `there are ${own.length} alerts called ${name}, by ${label}`,
      `add ${values.map((value) => `${label}=${value}`).join(' or ')}`,
    );
  });
  const needed = Object.entries(own[0]?.unsure ?? {}).filter(([label]) => given[label] === undefined);
  const templates = needed.map(([label, labels]) =>
    said(
      `${label} of ${name} depends on ${labels.join(' and ')}, which is not given`,
      `add ${labels[0]}=…, or ${label}=…`,
    ),
  );
  return [...several, ...templates];
}

function knownValues(rules: readonly FoundRule[], label: string, all: Everything, external: Labels) {
  const found = rules.map((rule) => labelValues(rule, label, all));
  const values = new Set(found.flatMap(({ known }) => known).filter((value) => value !== ''));
  // each server fills in its own
  return { values: [...values], open: label in external || found.some(({ open }) => open) };
}

/** Labels that alerts of these rules carry. */
function labelsOf(rules: readonly FoundRule[], all: Everything, external: Labels): readonly string[] {
  const flows = rules.flatMap((rule) => all.ruleFlow(rule) ?? []);
  const names = flows.flatMap(({ sure, possible }) => [...sure.keys(), ...(possible ?? [])]);
  return [...new Set([...names, ...Object.keys(external), 'alertname'])].filter((name) => name !== '__name__');
}

function odd(message: string, word: string, known: readonly string[]): Diagnostic {
  const meant = nearest(word, known);
  const others = known.length <= 12 ? `the known ones are ${known.join(', ')}` : 'check its spelling';
  return said(message, meant === undefined ? others : `did you mean ${meant}?`);
}

const said = (message: string, help: string): Diagnostic => ({
  code: 'input/unknown-label',
  severity: 'warning',
  message,
  help,
});
