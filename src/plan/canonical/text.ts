/** Templates: what stands between definitions is never shown, and neither is how a line ends. */
export function canonicalTemplate(body: unknown): unknown {
  return `${String(body).replaceAll('\r\n', '\n').trim()}\n`;
}

/** Files of one setting a line, in which empty lines and comments say nothing. */
export function canonicalLines(body: unknown): unknown {
  const lines = String(body)
    .split(/\r?\n/)
    .map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('#')).join('\n');
}
