import type { Comparison, Difference, Layout } from '../../types/comparison.js';
import type { Report } from '../../types.js';
import { blocksOf, consequencesIn } from './blocks.js';
import { summaryText } from './markdown.js';
import { picture } from './picture.js';
import { style } from './style.js';
import { count, valueLines } from './values.js';

/** One page that needs nothing else: what to look at first, each dashboard before and after as a picture, all changes. */
export function html({ comparison }: Report): string {
  if (!comparison) return page('obsctl', '<p>There is nothing to compare.</p>');
  const { left, right } = comparison;
  const body = [
    `<header><h1>${escaped(left)} <span>→</span> ${escaped(right)}</h1><p>${summaryText(comparison)}</p></header>`,
    ...comparison.notes.map((note) => `<p class="note">${escaped(note)}</p>`),
    following(comparison),
    ...blocksOf(comparison).map(({ where, id, kind, environments, changes }) => {
      const layout = comparison.layouts?.find(
        (one) =>
          kind === 'grafana/dashboard' && one.id === id && (one.environment ?? environments[0]) === environments[0],
      );
      const inside = environments.length > 0 ? ` <small>${escaped(environments.join(', '))}</small>` : '';
      return `<section><h2>${escaped(where)}${inside}</h2>${pictures(layout)}${changes.map(entry).join('')}</section>`;
    }),
  ];
  return page(`${left} → ${right}`, body.join('\n'));
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>obsctl diff: ${escaped(title)}</title>
<style>${style}</style>
<main>
${body}
</main>
</html>
`;
}

function following(comparison: Comparison): string {
  const all = consequencesIn(comparison);
  if (all.length === 0) return '';
  const items = all.map(({ weight, message, environments }) => {
    const inside = environments.length > 0 ? ` <small>${escaped(environments.join(', '))}</small>` : '';
    return `<li class="${weight}">${escaped(message)}${inside}</li>`;
  });
  return `<section><h2>What follows</h2><ul>${items.join('')}</ul></section>`;
}

function pictures(layout: Layout | undefined): string {
  if (!layout) return '';
  const side = (title: string, boxes: Layout['before']) =>
    `<figure><figcaption>${title}</figcaption>${drawn(boxes)}</figure>`;
  return `<div class="pictures">${side('before', layout.before)}${side('after', layout.after)}</div>`;
}

function drawn(boxes: Layout['before']): string {
  if (!boxes) return '<p>not there</p>';
  return boxes.length > 0 ? picture(boxes, escaped) : '<p>no panels</p>';
}

function entry(change: Difference): string {
  const [before, after] = [valueLines(change.before), valueLines(change.after)];
  const head = `<summary><b class="${change.op}">${change.op}</b> <strong>${escaped(change.what)}</strong> ${escaped(change.words)}</summary>`;
  if (change.op === 'moved') return `<details class="entry">${head}</details>`;
  const side = (name: string, lines: readonly string[]) =>
    `<div><h4>${name} <small>${count(lines.length, 'line')}</small></h4><pre class="${name}">${escaped(lines.join('\n'))}</pre></div>`;
  return `<details class="entry">${head}<div class="sides">${side('before', before)}${side('after', after)}</div></details>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
