/** Where the value at a path begins in a JSON text that is known to be valid. */
export function locate(text: string, path: readonly (string | number)[]): number {
  let at = blank(text, 0);
  for (const step of path) at = typeof step === 'number' ? itemOf(text, at, step) : memberOf(text, at, step);
  return at;
}

function memberOf(text: string, open: number, key: string): number {
  let at = blank(text, open + 1);
  while (text[at] === '"') {
    const end = skipString(text, at);
    const value = blank(text, blank(text, end) + 1);
    if (JSON.parse(text.slice(at, end)) === key) return value;
    at = blank(text, endOfValue(text, value));
    if (text[at] === ',') at = blank(text, at + 1);
  }
  return open;
}

function itemOf(text: string, open: number, index: number): number {
  let at = blank(text, open + 1);
  for (let item = 0; item < index; item++) at = blank(text, blank(text, endOfValue(text, at)) + 1);
  return at;
}

/** Where the value that begins at an offset ends. */
export function endOfValue(text: string, at: number): number {
  if (text[at] === '"') return skipString(text, at);
  if (text[at] !== '{' && text[at] !== '[') {
    let end = at;
    while (end < text.length && !/[\s,\]}]/.test(text[end] as string)) end += 1;
    return end;
  }
  let depth = 0;
  for (let end = at; end < text.length; end++) {
    switch (text.charCodeAt(end)) {
      case quote:
        end = skipString(text, end) - 1;
        break;
      case openBrace:
      case openBracket:
        depth += 1;
        break;
      case closeBrace:
      case closeBracket:
        depth -= 1;
        if (depth === 0) return end + 1;
        break;
      default:
    }
  }
  return text.length;
}

const quote = 34;
const openBracket = 91;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;
const backslash = 92;
const space = 32;

function skipString(text: string, at: number): number {
  let end = text.indexOf('"', at + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end + 1;
}

/** Whether a quote within a string is a part of it: an odd number of backslashes stands before it. */
export function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text.charCodeAt(before - 1) === backslash) before -= 1;
  return (at - before) % 2 === 1;
}

/** Behind blanks and line breaks: JSON knows no others, and all of them come before the blank. */
function blank(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) <= space) end += 1;
  return end;
}
