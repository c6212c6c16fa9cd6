import { isObject, type Json } from '../../json.js';
import type { NamedInterval, Path } from '../model.js';
import {
  isLocation,
  type NumberRange,
  type Read,
  readDaysOfMonth,
  readMonths,
  readTimes,
  readWeekdays,
  readYears,
  type TimeRange,
} from '../time.js';
import { isSet, type Report } from './problem.js';
import { checkFields, type Fields } from './values.js';

const fields: Fields = {
  times: 'any',
  weekdays: 'any',
  days_of_month: 'any',
  months: 'any',
  years: 'any',
  location: 'text',
};

/** Time intervals with a name, and everything that is wrong with them. */
export function readIntervals(key: string, value: unknown, report: Report): NamedInterval[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    report([key], `${key} has to be a list`);
    return [];
  }
  return value.flatMap((body, index) => {
    const path = [key, index];
    if (!isObject(body)) {
      report(path, 'a time interval has to be a map');
      return [];
    }
    checkFields(body, { name: 'text', time_intervals: 'any' }, path, report);
    if (!isSet(body.name)) report(path, 'the time interval has no name');
    const { time_intervals: stated } = body;
    const list = Array.isArray(stated) ? stated : [];
    if (stated !== undefined && stated !== null && !Array.isArray(stated)) {
      report([...path, 'time_intervals'], 'time_intervals has to be a list');
    }
    list.forEach((range, at) => {
      if (range !== null && !isObject(range))
        report([...path, 'time_intervals', at], 'a time interval has to be a map');
    });
    const ranges = list.map((range, at) =>
      readInterval(isObject(range) ? range : {}, [...path, 'time_intervals', at], report),
    );
    return [{ path, name: String(body.name ?? ''), ranges }];
  });
}

/** What Alertmanager makes of an empty entry: Sunday, and no day, month or year at all. */
const nothing: NumberRange = { begin: 0, end: 0 };

function readInterval(body: Json, path: Path, report: Report): TimeRange {
  checkFields(body, fields, path, report);
  const ranges = (key: string, read: (text: string) => Read<NumberRange>): NumberRange[] | undefined => {
    const list = body[key];
    if (list === undefined || list === null) return undefined;
    if (!Array.isArray(list)) {
      report([...path, key], `${key} has to be a list`);
      return undefined;
    }
    return list.flatMap((text, index) =>
      text === null ? nothing : taken(read(String(text)), [...path, key, index], report),
    );
  };
  if (body.times !== undefined && body.times !== null && !Array.isArray(body.times)) {
    report([...path, 'times'], 'times has to be a list');
  }
  const times = Array.isArray(body.times)
    ? body.times.flatMap((time, index) => {
        if (time === null) return { start: 0, end: 0 };
        const { start_time: start, end_time: end } = isObject(time) ? time : {};
        return taken(readTimes(start, end), [...path, 'times', index], report);
      })
    : undefined;
  const location = isSet(body.location) ? String(body.location) : undefined;
  if (location !== undefined && location !== 'Local' && !isLocation(location)) {
    report([...path, 'location'], `there is no place ${location} in the time zone database`, 'write Europe/Berlin');
  }
  const weekdays = ranges('weekdays', readWeekdays);
  const daysOfMonth = ranges('days_of_month', readDaysOfMonth);
  const months = ranges('months', readMonths);
  const years = ranges('years', readYears);
  return {
    ...(times ? { times } : {}),
    ...(weekdays ? { weekdays } : {}),
    ...(daysOfMonth ? { daysOfMonth } : {}),
    ...(months ? { months } : {}),
    ...(years ? { years } : {}),
    ...(location !== undefined && isLocation(location) ? { location } : {}),
  };
}

function taken<T>(read: Read<T>, path: Path, report: Report): T[] {
  if ('range' in read) return [read.range];
  report(path, read.problem);
  return [];
}
