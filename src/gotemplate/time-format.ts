import { type Fields, fieldsOf, months, weekdays } from './time.js';
import type { GoTime } from './values.js';

/** The pieces of Go's layouts: parts of the moment Mon Jan 2 15:04:05 MST 2006. */
const pieces =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|2006|__2|002|(?:[.,])(?:0+|9+)(?!\d)|Z0700(?:00)?|Z07(?::00(?::00)?)?|-0700(?:00)?|-07(?::00(?::00)?)?|PM|pm|15|01|02|03|04|05|06|_2006|_2|1|2|3|4|5/g;

/** A moment in a layout of Go: `2006-01-02 15:04`. */
export function formatTime(time: GoTime, layout: string): string {
  const fields = fieldsOf(time);
  return layout.replaceAll(pieces, (piece) => partOf(piece, fields, time));
}

function partOf(piece: string, fields: Fields, time: GoTime): string {
  const { year, month, day, weekday, yearDay, hours, minutes, seconds, nanoseconds } = fields;
  const twelve = hours % 12 || 12;
  switch (piece) {
    case 'January':
      return months[month] as string;
    case 'Jan':
      return (months[month] as string).slice(0, 3);
    case 'Monday':
      return weekdays[weekday] as string;
    case 'Mon':
      return (weekdays[weekday] as string).slice(0, 3);
    case 'MST':
      return zoneName(time);
    case '2006':
      return pad(year, 4);
    case '_2006':
      return `_${pad(year, 4)}`;
    case '06':
      return pad(year % 100);
    case '01':
      return pad(month + 1);
    case '1':
      return String(month + 1);
    case '02':
      return pad(day);
    case '_2':
      return String(day).padStart(2);
    case '2':
      return String(day);
    case '002':
      return pad(yearDay, 3);
    case '__2':
      return String(yearDay).padStart(3);
    case '15':
      return pad(hours);
    case '03':
      return pad(twelve);
    case '3':
      return String(twelve);
    case '04':
      return pad(minutes);
    case '4':
      return String(minutes);
    case '05':
      return pad(seconds);
    case '5':
      return String(seconds);
    case 'PM':
      return hours >= 12 ? 'PM' : 'AM';
    case 'pm':
      return hours >= 12 ? 'pm' : 'am';
    default:
      return /^[.,]/.test(piece) ? fraction(piece, nanoseconds) : offsetText(piece, time.offset);
  }
}

function fraction(piece: string, nanoseconds: number): string {
  const digits = pad(nanoseconds, 9).slice(0, piece.length - 1);
  if (piece[1] === '0') return piece[0] + digits;
  const short = digits.replace(/0+$/, '');
  return short === '' ? '' : piece[0] + short;
}

function zoneName({ zone, offset }: GoTime): string {
  return zone === '' ? offsetText(offset % 3_600 === 0 ? '-07' : '-0700', offset) : zone;
}

/** `-07:00`, `Z0700` and the like; with a Z Greenwich is just that. */
function offsetText(piece: string, offset: number): string {
  if (piece.startsWith('Z') && offset === 0) return 'Z';
  const size = Math.abs(offset);
  const parts = [size / 3_600, (size / 60) % 60, size % 60].map((part) => pad(Math.floor(part)));
  const count = (piece.replaceAll(/\D/g, '').length / 2) | 0;
  return (offset < 0 ? '-' : '+') + parts.slice(0, count).join(piece.includes(':') ? ':' : '');
}

/** As Go prints a moment: `2026-11-24 10:03:12.345 +0000 UTC`. */
export function timeText(time: GoTime): string {
  return formatTime(time, '2006-01-02 15:04:05.999999999 -0700 MST');
}

/** As JSON has it. */
export function timeJson(time: GoTime): string {
  return formatTime(time, '2006-01-02T15:04:05.999999999Z07:00');
}

function pad(value: number, length = 2): string {
  return String(value).padStart(length, '0');
}
