import { refuse } from '../refuse.js';

/** Where in an HTML page a character stands, as far as it decides how a value is escaped there. */
export interface Context {
  readonly state:
    | 'text'
    | 'rcdata'
    | 'comment'
    | 'tag'
    | 'attribute name'
    | 'after name'
    | 'before value'
    | 'attribute'
    | 'url'
    | 'css'
    | 'css string'
    | 'css comment'
    | 'js'
    | 'js string';
  /** What ends the value of the attribute. */
  readonly delimiter: '' | '"' | "'" | 'space';
  /** The element whose content is no markup. */
  readonly element: '' | 'script' | 'style' | 'textarea' | 'title';
  readonly attribute: '' | 'url' | 'css' | 'js';
  /** How far a URL has been written; unknown where that depends on the way taken. */
  readonly part: '' | 'path' | 'query' | 'unknown';
  /** What ends the string of JavaScript or CSS. */
  readonly quote: string;
}

export const inText: Context = { state: 'text', delimiter: '', element: '', attribute: '', part: '', quote: '' };

/** What Go refuses, because a browser might read it otherwise than it looks. */
function mustBePlain(text: string, pattern: RegExp, what: string): void {
  const bad = pattern.exec(text)?.[0];
  if (bad !== undefined) refuse(`there is a ${bad} ${what}`);
}

/** How far a text leads, and to which context; it may end before the text does. */
type Step = readonly [next: Context, length: number];

/** The context behind a part of `text`, which never is empty without a change of context. */
export function advance(context: Context, text: string): Step {
  const { delimiter, element } = context;
  if (delimiter === '') {
    const end = contentEnd(context, text);
    if (end === 0) return [inText, 0];
    return transition(context, text.slice(0, end));
  }
  const end = text.search(delimiter === 'space' ? /[ \t\n\f\r>]/ : delimiter === '"' ? /"/ : /'/);
  if (delimiter === 'space') {
    mustBePlain(end < 0 ? text : text.slice(0, end), /["'<=`]/, 'in the value of an attribute without quotes');
  }
  if (end >= 0) return [{ ...inText, state: 'tag', element }, delimiter === 'space' ? end : end + 1];
  let rest = text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code) % 0x110000));
  let inner = context;
  while (rest !== '') {
    const [next, length] = transition(inner, rest);
    inner = next;
    rest = rest.slice(length);
  }
  return [inner, text.length];
}

/** Where the content of `script`, `style`, `title` or `textarea` ends. */
function contentEnd({ state, element }: Context, text: string): number {
  if (element === '' || state === 'tag' || /name|value/.test(state)) return text.length;
  const end = text.search(new RegExp(`</${element}[\\s/>]`, 'i'));
  return end < 0 ? text.length : end;
}

function transition(context: Context, text: string): Step {
  switch (context.state) {
    case 'text':
      return behindText(context, text);
    case 'comment': {
      const end = text.indexOf('-->');
      return end < 0 ? [context, text.length] : [inText, end + 3];
    }
    case 'tag':
      return behindTag(context, text);
    case 'attribute name': {
      const length = nameLength(text, 0);
      mustBePlain(text.slice(0, length), /["'<]/, 'in the name of an attribute');
      return [length < text.length ? { ...context, state: 'after name' } : context, length];
    }
    case 'after name': {
      const at = blanks(text);
      if (at === text.length) return [context, at];
      return text[at] === '=' ? [{ ...context, state: 'before value' }, at + 1] : [{ ...context, state: 'tag' }, at];
    }
    case 'before value': {
      const at = blanks(text);
      if (at === text.length) return [context, at];
      const sign = text[at];
      const quote = sign === '"' || sign === "'" ? sign : '';
      return [{ ...context, state: valueState(context), delimiter: quote || 'space' }, at + quote.length];
    }
    case 'url': {
      const part = /[#?]/.test(text) ? 'query' : context.part === '' && text.trim() !== '' ? 'path' : context.part;
      return [{ ...context, part }, text.length];
    }
    case 'css':
      return behindCode(context, text, /["']|\/\*/, 'css string');
    case 'js':
      return behindCode(context, text, /["'`]/, 'js string');
    case 'css comment': {
      const end = text.indexOf('*/');
      return end < 0 ? [context, text.length] : [{ ...context, state: 'css' }, end + 2];
    }
    case 'css string':
    case 'js string': {
      const end = /^(?:[^\\]|\\[\s\S])*?$/.test(text) ? unescapedIndex(text, context.quote) : -1;
      const state = context.state === 'css string' ? 'css' : 'js';
      return end < 0 ? [context, text.length] : [{ ...context, state, quote: '' }, end + 1];
    }
    default:
      return [context, text.length];
  }
}

function behindText(context: Context, text: string): Step {
  for (const match of text.matchAll(/<(?:!--|(\/?)([A-Za-z][A-Za-z0-9]*(?:[:-][A-Za-z0-9]+)*))/g)) {
    const [whole, end, name = ''] = match;
    const length = match.index + whole.length;
    if (whole === '<!--') return [{ ...context, state: 'comment' }, length];
    const element = /^(script|style|textarea|title)$/i.test(name) && end === '' ? name.toLowerCase() : '';
    return [{ ...inText, state: 'tag', element: element as Context['element'] }, length];
  }
  return [context, text.length];
}

const contents = { script: 'js', style: 'css', textarea: 'rcdata', title: 'rcdata', '': 'text' } as const;

function behindTag(context: Context, text: string): Step {
  const at = blanks(text);
  if (at === text.length) return [context, at];
  if (text[at] === '>') return [{ ...inText, state: contents[context.element], element: context.element }, at + 1];
  const end = nameLength(text, at);
  mustBePlain(text.slice(at, end), /["'<]/, 'in the name of an attribute');
  if (end === at) refuse(`there is a ${text[at]} where an attribute or the end of the tag should be`);
  const attribute = kindOf(text.slice(at, end).toLowerCase());
  return [{ ...context, state: end === text.length ? 'attribute name' : 'after name', attribute }, end];
}

const urls =
  /^(action|archive|background|cite|classid|codebase|data|formaction|href|icon|longdesc|manifest|poster|profile|src|usemap|xmlns)$/;

function kindOf(attribute: string): Context['attribute'] {
  const name = attribute.replace(/^data-/, '');
  const [prefix, local] = name.includes(':') ? name.split(':') : ['', name];
  if (prefix === 'xmlns') return 'url';
  const plain = local ?? name;
  if (plain === 'style') return 'css';
  if (urls.test(plain)) return 'url';
  if (plain.startsWith('on')) return 'js';
  return /src|uri|url/.test(plain) ? 'url' : '';
}

export function valueState({ attribute }: Context): Context['state'] {
  return attribute === '' ? 'attribute' : attribute;
}

function behindCode(context: Context, text: string, special: RegExp, string: 'css string' | 'js string'): Step {
  const match = special.exec(text);
  if (!match) return [context, text.length];
  const length = match.index + match[0].length;
  if (match[0] === '/*') return [{ ...context, state: 'css comment' }, length];
  return [{ ...context, state: string, quote: match[0] }, length];
}

function unescapedIndex(text: string, quote: string): number {
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote) return at;
  }
  return -1;
}

function nameLength(text: string, from: number): number {
  let at = from;
  while (at < text.length && !/[ \t\n\f\r=>]/.test(text[at] as string)) at += 1;
  return at;
}

function blanks(text: string): number {
  return /^[ \t\n\f\r]*/.exec(text)?.[0].length ?? 0;
}
