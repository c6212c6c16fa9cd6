/** What stands in a file of templates: each definition, and what is before the first of them. */
export function templateBlocks(text: string): { readonly name: string; readonly text: string }[] {
  const starts = [...text.matchAll(/\{\{-?\s*define\s+(?:"([^"]+)"|`([^`]+)`)/g)];
  const names = ['', ...starts.map(([, quoted, raw]) => quoted ?? raw ?? '')];
  const ends = [...starts.map(({ index }) => index), text.length];
  return names
    .map((name, index) => ({ name, text: text.slice(ends[index - 1] ?? 0, ends[index]).trim() }))
    .filter(({ text: block }) => block !== '');
}

/** Blanks between definitions are never shown, and neither is how a line ends. */
export function canonicalTemplate(body: unknown): unknown {
  return templateText(templateBlocks(String(body).replaceAll('\r\n', '\n')));
}

export function templateText(blocks: readonly { readonly text: string }[]): string {
  return blocks.map(({ text }) => `${text}\n`).join('\n');
}

/** Files of one setting a line, in which order, empty lines and comments say nothing. */
export function canonicalLines(body: unknown): unknown {
  const lines = String(body)
    .split(/\r?\n/)
    .map((line) => line.trim());
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .sort()
    .join('\n');
}
