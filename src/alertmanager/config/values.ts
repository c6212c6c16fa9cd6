import { isObject, type Json } from '../../json.js';
import { meantOrAll } from '../../nearest.js';
import type { Path } from '../model.js';
import type { Report } from './problem.js';

/** What a field holds. A map of kinds is a map with these fields, a list of one kind a list of it. */
export type ValueKind =
  | 'text'
  | 'bool'
  | 'count'
  | 'number'
  | 'duration'
  | 'goDuration'
  /** The same, and no bare number of nanoseconds. */
  | 'goDurationText'
  | 'url'
  | 'templateUrl'
  | 'hostPort'
  | 'texts'
  | 'textMap'
  /** A text, or a template of Jira with what belongs to it. */
  | 'textOr'
  | 'map'
  /** A map of maps with these fields. */
  | 'headers'
  | 'any'
  | readonly [ValueKind]
  | Fields;

export interface Fields {
  readonly [field: string]: ValueKind;
}

const goDuration = /^[-+]?(\d+(\.\d*)?(ns|us|µs|ms|s|m|h))+$|^[-+]?0$/;
const headerFields: Fields = { values: 'texts', secrets: 'texts', files: 'texts' };

/** Reports fields that do not exist and values of a wrong kind. */
export function checkFields(body: Json, fields: Fields, path: Path, report: Report): void {
  for (const [name, value] of Object.entries(body)) {
    const kind = fields[name];
    if (kind === undefined) {
      // there may be forty of them
      const { meant, help } = meantOrAll(name, Object.keys(fields), 'the fields are');
      report([...path, name], `there is no field ${name} here${meant}`, help);
    } else if (value !== null && value !== undefined) checkValue(value, kind, [...path, name], report);
  }
}

function checkValue(value: unknown, kind: ValueKind, path: Path, report: Report): void {
  if (typeof kind !== 'string') {
    if (Array.isArray(kind)) checkList(value, kind[0] as ValueKind, path, report);
    else if (isObject(value)) checkFields(value, kind as Fields, path, report);
    else report(path, `${String(path.at(-1))} has to be a map`);
    return;
  }
  const name = String(path.at(-1));
  switch (kind) {
    case 'text':
      if (typeof value === 'object') report(path, `${name} has to be a text`);
      return;
    case 'bool':
      if (isTrue(value) === undefined) report(path, `${name} is ${shown(value)}, which is neither true nor false`);
      return;
    case 'count':
    case 'number':
      // Alertmanager cuts fractions off
      if (typeof value !== 'number' || (kind === 'count' && value < 0)) {
        report(path, `${name} is ${shown(value)}, which is no ${kind === 'count' ? 'count' : 'number'}`);
      }
      return;
    case 'duration':
      if (seconds(value) === undefined)
        report(path, `${name} is ${shown(value)}, which is no duration`, 'write 30s, 5m or 4h');
      return;
    case 'goDurationText':
      if (!goDuration.test(String(value))) {
        report(path, `${name} is ${shown(value)}, which is no duration`, 'write 10s or 1m30s');
      }
      return;
    case 'goDuration':
      if (typeof value !== 'number' && !goDuration.test(String(value))) {
        report(path, `${name} is ${shown(value)}, which is no duration`, 'write 10s or 1m30s');
      }
      return;
    case 'url':
      checkUrl(value, path, report);
      return;
    case 'templateUrl':
      if (typeof value !== 'string' || !value.includes('{{')) checkUrl(value, path, report);
      return;
    case 'hostPort':
      if (value !== '' && !/^.*:[^:\]]+$/.test(String(value)))
        report(path, `${name} is ${shown(value)}, which is no host:port`);
      return;
    case 'texts':
      checkList(value, 'text', path, report);
      return;
    case 'textMap':
      if (!isObject(value)) report(path, `${name} has to be a map of texts`);
      else {
        for (const [key, text] of Object.entries(value))
          if (text !== null) checkValue(text, 'text', [...path, key], report);
      }
      return;
    case 'textOr':
      if (Array.isArray(value)) report(path, `${name} has to be a text`);
      else if (isObject(value)) checkFields(value, { template: 'text', enable_update: 'bool' }, path, report);
      return;
    case 'map':
      if (!isObject(value)) report(path, `${name} has to be a map`);
      return;
    case 'headers':
      if (!isObject(value)) report(path, `${name} has to be a map`);
      else {
        for (const [key, header] of Object.entries(value)) {
          if (header !== null) checkValue(header, headerFields, [...path, key], report);
        }
      }
      return;
    default:
  }
}

function checkList(value: unknown, kind: ValueKind, path: Path, report: Report): void {
  if (!Array.isArray(value)) report(path, `${String(path.at(-1))} has to be a list`);
  else {
    for (const [index, item] of value.entries()) if (item !== null) checkValue(item, kind, [...path, index], report);
  }
}

function checkUrl(value: unknown, path: Path, report: Report): void {
  // what stands in a build for an address that is filled in later
  if (value === '<secret>') return;
  try {
    const { protocol, hostname } = new URL(String(value));
    if (!/^https?:$/.test(protocol)) report(path, `the address has to begin with http:// or https://`);
    else if (hostname === '') report(path, 'the address names no host');
  } catch {
    report(path, `${String(path.at(-1))} is no address`, 'write https://host/path');
  }
}

/** A switch, in any of the words of YAML 1.1, which Alertmanager still takes. */
export function isTrue(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (/^(y|Y|yes|Yes|YES|on|On|ON)$/.test(String(value))) return true;
  return /^(n|N|no|No|NO|off|Off|OFF)$/.test(String(value)) ? false : undefined;
}

const units: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
};

/** The seconds of a duration as Alertmanager writes it: `1h30m`, and 0. */
export function seconds(value: unknown): number | undefined {
  const text = String(value);
  if (text === '0') return 0;
  if (text === '' || !/^(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+)(ms|[smhdwy])/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? 0),
    0,
  );
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value || 'empty' : JSON.stringify(value);
}
