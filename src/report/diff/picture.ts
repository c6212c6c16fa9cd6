import type { Box } from '../../types/comparison.js';

const column = 24;
const line = 16;
const gap = 3;

/** A dashboard as its panels lie, those that changed marked. */
export function picture(boxes: readonly Box[], escaped: (text: string) => string): string {
  const height = Math.max(...boxes.map(({ y, h }) => y + h)) * line + gap;
  const width = 24 * column + gap;
  const shapes = boxes.map((box) => shape(box, escaped)).join('');
  return `<svg viewBox="0 0 ${width} ${height}" role="img" xmlns="http://www.w3.org/2000/svg">${shapes}</svg>`;
}

function shape({ title, type, x, y, w, h, mark }: Box, escaped: (text: string) => string): string {
  const [left, top] = [x * column + gap, y * line + gap];
  const [width, height] = [w * column - gap, Math.max(h * line - gap, 8)];
  const isRow = type === 'row';
  const name = fitted(title || `(${type})`, width / 6.4);
  const words = `<text x="${left + 6}" y="${top + (isRow ? 10 : 14)}">${escaped(name)}</text>`;
  const kind = isRow || height < 34 ? '' : `<text class="type" x="${left + 6}" y="${top + 27}">${escaped(type)}</text>`;
  const tip = `<title>${escaped(mark === undefined ? title : `${title}: ${mark}`)}</title>`;
  const rect = `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="3"/>`;
  return `<g class="box ${isRow ? 'row ' : ''}${mark ?? 'same'}">${tip}${rect}${words}${kind}</g>`;
}

function fitted(text: string, letters: number): string {
  const most = Math.max(Math.floor(letters) - 1, 1);
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}
