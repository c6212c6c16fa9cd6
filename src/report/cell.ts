/** Nothing of a text may end the cell, or be taken for markup. */
export function cell(text: string): string {
  return text
    .replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] as string)
    .replace(/[\\`*_[\]|~@#]/g, (character) => `\\${character}`)
    .replace(/\s*\r?\n\s*/g, '<br>');
}

export function quoted(text: string): string {
  return `\`${text.replace(/[`|\n]/g, ' ')}\``;
}
