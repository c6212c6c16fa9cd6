import type { Box } from '../../types/comparison.js';
import { count } from './values.js';

const column = 24;
const line = 16;
const gap = 3;

/** A dashboard as its panels lie, those that changed marked. */
export function picture(boxes: readonly Box[], escaped: (text: string) => string): string {
  const height = Math.max(1, ...boxes.map(({ y, h }) => y + h)) * line + gap;
  const width = 24 * column + gap;
  const shapes = boxes.map((box) => shape(box, escaped)).join('');
  return `<svg viewBox="0 0 ${width} ${height}" role="img" xmlns="http://www.w3.org/2000/svg">${shapes}</svg>`;
}

function shape(box: Box, escaped: (text: string) => string): string {
  const { title, type, x, y, w, h, inside, mark } = box;
  const [left, top] = [x * column + gap, y * line + gap];
  const [width, height] = [w * column - gap, Math.max(h * line - gap, 8)];
  const isRow = type === 'row';
  const name = fitted(isRow ? rowTitle(box) : title || `(${type})`, width / 6.4);
  const words = `<text x="${left + 6}" y="${top + (isRow ? 10 : 14)}">${escaped(name)}</text>`;
  const kind = isRow || height < 34 ? '' : small(fitted(kindOf(box), width / 5.6), left + 6, top + 27, escaped);
  const tip = `<title>${escaped([title || `(${type})`, mark, isRow ? '' : kindOf(box)].filter(Boolean).join(': '))}</title>`;
  const behind = box.repeat !== undefined && !isRow ? 4 : 0;
  const front = rect(left, top, width - behind, height - behind);
  const rects = behind > 0 ? `${rect(left + behind, top + behind, width - behind, height - behind)}${front}` : front;
  const names = ['box', isRow ? 'row' : '', inside ? 'inside' : '', mark ?? 'same'].filter(Boolean).join(' ');
  return `<g class="${names}">${tip}${rects}${words}${kind}</g>`;
}

function rect(x: number, y: number, width: number, height: number): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="3"/>`;
}

function small(text: string, x: number, y: number, escaped: (text: string) => string): string {
  return `<text class="type" x="${x}" y="${y}">${escaped(text)}</text>`;
}

function kindOf({ type, repeat }: Box): string {
  return repeat === undefined ? type : `${type}, for each ${repeat}`;
}

function rowTitle({ title, closed, repeat }: Box): string {
  const name = `${closed === undefined ? '▾' : '▸'} ${title || 'row'}`;
  const panels = closed === undefined ? '' : ` (${count(closed, 'panel')}, closed)`;
  return `${name}${repeat === undefined ? '' : `, for each ${repeat}`}${panels}`;
}

function fitted(text: string, letters: number): string {
  const most = Math.max(Math.floor(letters) - 1, 1);
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}
