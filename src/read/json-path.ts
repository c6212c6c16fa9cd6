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
    const character = text[end];
    if (character === '"') end = skipString(text, end) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return end + 1;
    }
  }
  return text.length;
}

function skipString(text: string, at: number): number {
  let end = at + 1;
  while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end + 1;
}

function blank(text: string, at: number): number {
  let end = at;
  while (/\s/.test(text[end] ?? '')) end += 1;
  return end;
}
