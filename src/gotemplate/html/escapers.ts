import { toJson } from '../json.js';
import { sprint } from '../print.js';
import type { Value } from '../values.js';

/** What stands where a value would be dangerous; browsers show it, so that somebody notices. */
const unsafe = 'ZgotmplZ';

/** A value on its way into a page; what is markup already may stay it. */
export interface Piece {
  readonly text: string;
  readonly markup?: 'template.HTML' | 'template.URL';
}

export function pieceOf(value: Value): Piece {
  if (value !== null && typeof value === 'object' && value.kind === 'markup') {
    return { text: value.text, markup: value.type };
  }
  return { text: value === null ? '' : sprint([value]) };
}

const all: Readonly<Record<string, string>> = {
  '\0': '\u{fffd}',
  '"': '&#34;',
  '&': '&amp;',
  "'": '&#39;',
  '+': '&#43;',
  '<': '&lt;',
  '>': '&gt;',
};

const alone: Readonly<Record<string, string>> = {
  ...all,
  '\0': '&#xfffd;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\v': '&#11;',
  '\f': '&#12;',
  '\r': '&#13;',
  ' ': '&#32;',
  '=': '&#61;',
  '`': '&#96;',
};

function replaced(text: string, table: Readonly<Record<string, string>>, keepAmpersands = false): string {
  return text.replaceAll(/[\0"&'+<>\t\n\v\f\r =`]/g, (character) => {
    return keepAmpersands && character === '&' ? character : (table[character] ?? character);
  });
}

export function inMarkup({ text, markup }: Piece): string {
  return markup === 'template.HTML' ? text : replaced(text, all);
}

/** In a title or a text area, where entities count and tags do not. */
export function inRcdata({ text, markup }: Piece): string {
  return replaced(text, all, markup === 'template.HTML');
}

export function inAttribute({ text, markup }: Piece): string {
  return markup === 'template.HTML' ? replaced(withoutTags(text), all, true) : replaced(text, all);
}

export function inBareAttribute({ text, markup }: Piece): string {
  if (text === '') return unsafe;
  return markup === 'template.HTML' ? replaced(withoutTags(text), alone, true) : replaced(text, alone);
}

function withoutTags(text: string): string {
  return text.replaceAll(/<!--[\s\S]*?-->|<\/?[A-Za-z][^>]*>/g, '');
}

/** Only addresses that lead somewhere, never one that runs. */
export function safeAddress({ text, markup }: Piece): Piece {
  const [, scheme] = /^([^/:]*):/.exec(text) ?? [];
  const harmless = scheme === undefined || /^(https?|mailto)$/i.test(scheme);
  return { text: markup === 'template.URL' || harmless ? text : `#${unsafe}` };
}

/** What an address may hold stays; all else is escaped as its bytes. */
export function normalizedUrl({ text }: Piece): Piece {
  return { text: bytewise(text, /[\w.~!#$&*+,/:;=?@[\]-]/, /^%[0-9a-fA-F]{2}$/) };
}

/** A part of an address that must not end it or begin another part. */
export function urlPart({ text, markup }: Piece): Piece {
  return markup === 'template.URL' ? normalizedUrl({ text }) : { text: bytewise(text, /[\w.~-]/) };
}

function bytewise(text: string, kept: RegExp, keptEscape?: RegExp): string {
  const bytes = Buffer.from(text);
  let result = '';
  for (const [index, byte] of bytes.entries()) {
    const character = String.fromCharCode(byte);
    const isEscape = character === '%' && keptEscape?.test(bytes.subarray(index, index + 3).toString('latin1'));
    result += kept.test(character) || isEscape ? character : `%${byte.toString(16).padStart(2, '0')}`;
  }
  return result;
}

/** A value of CSS that cannot be more than one. */
export function cssValue({ text }: Piece): Piece {
  if (/[\0"'()/;@[\\\]`{}<>]|--/.test(text)) return { text: unsafe };
  const letters = text.replaceAll(/[^\w-]/g, '').toLowerCase();
  return { text: /expression|mozbinding/.test(letters) ? unsafe : text };
}

export function cssString({ text }: Piece): Piece {
  return {
    text: text.replaceAll(/[\0\t\n\f\r"&'()+/:;<>\\{}]/g, (character) => {
      const code = character.charCodeAt(0);
      return character === '\\' ? '\\\\' : `\\${code.toString(16)}`;
    }),
  };
}

/** A value of JavaScript. */
export function jsValue(value: Value): Piece {
  const json = toJson(value).replaceAll("'", '\\u0027').replaceAll('`', '\\u0060');
  return { text: /^[\d-]|^(null|true|false)$/.test(json) ? ` ${json} ` : json };
}

export function jsString({ text }: Piece): Piece {
  const named: Readonly<Record<string, string>> = {
    '\t': '\\t',
    '\n': '\\n',
    '\f': '\\f',
    '\r': '\\r',
    '\\': '\\\\',
    '/': '\\/',
  };
  return {
    text: text.replaceAll(/[\p{Cc}"&'+/<>\\`\u2028\u2029]/gu, (character) => {
      return named[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    }),
  };
}

/** The name of an attribute, where it is none that runs. */
export function attributeName({ text }: Piece): Piece {
  return { text: /^[A-Za-z0-9]+$/.test(text) && !/^(on|style|src|href)/i.test(text) ? text : unsafe };
}
