import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { alertmanagerFunctions, notificationData } from '../../src/gotemplate/alertmanager.js';
import { builtins } from '../../src/gotemplate/builtins.js';
import { inspect } from '../../src/gotemplate/inspect.js';
import { loadTemplates, renderField } from '../../src/gotemplate/library.js';
import { parse } from '../../src/gotemplate/parse.js';
import { parseTime, zeroTime } from '../../src/gotemplate/time.js';
import { fuzzCount, hangs } from '../helpers/fuzz.js';
import { random } from '../promql/mutants.js';
import { pages } from './pages.js';
import { file, newer, refused, sample, snippets } from './snippets.js';

const count = fuzzCount(3_000);

const folder = fileURLToPath(new URL('../../alerts/templates/', import.meta.url));
const own = readdirSync(folder).map((name) => readFileSync(`${folder}${name}`, 'utf8'));
const seeds = [...snippets, ...Object.values(newer).flat(), ...refused, ...pages, ...own, file].filter(Boolean);
const pieces =
  '{{|}}|{{-|-}}|{{/*|*/}}|(|)|"|`|\'|.|$|$x|:=|=|,|\\|| |\n|range|if|else|end|with|define|template|block|break|nil|true|1|0x|1e999|-1|\u{1f525}|\ud800|.Alerts|\\x|len|index|printf|%|%*d|%999999d|<|<a href="|<!--|<script>'.split(
    /(?<!\\)\|/,
  );

function mutant(next: () => number): string {
  const pick = <T>(all: readonly T[]) => all[Math.floor(next() * all.length)] as T;
  let text = pick(seeds);
  for (let changes = 1 + Math.floor(next() * 4); changes > 0; changes--) {
    const at = Math.floor(next() * (text.length + 1));
    const to = at + Math.floor(next() * 8);
    switch (Math.floor(next() * 5)) {
      case 0:
        text = text.slice(0, at) + text.slice(to);
        break;
      case 1:
        text = text.slice(0, at) + pick(pieces) + text.slice(at);
        break;
      case 2:
        text = text.slice(0, at) + pick(pieces) + text.slice(to);
        break;
      case 3:
        text = text.slice(0, at) + text.slice(at, to).repeat(1 + Math.floor(next() * 20)) + text.slice(to);
        break;
      default:
        text = text.slice(0, at) + pick(seeds).slice(0, 40) + text.slice(at);
    }
  }
  return text;
}

describe('mutated templates', () => {
  it(`${count} of them are rendered or refused with a place`, {
    timeout: 3_600_000,
  }, () => {
    const next = random(20_261_125);
    const { library } = loadTemplates([file], { now: parseTime('2026-11-25T12:00:00Z') ?? zeroTime });
    const data = notificationData(sample);
    const functions = { ...builtins, ...alertmanagerFunctions };
    let refusedOnes = 0;
    for (let index = 0; index < count; index++) {
      const text = mutant(next);
      let made: ReturnType<typeof renderField> = {};
      const hung = hangs(() => {
        made = renderField(text, data, library, { html: index % 3 === 0 });
        const { main, defined } = parse(text);
        if (!main) return;
        const templates = new Map([...library.templates, ...defined.map((one) => [one.name, one] as const)]);
        const { findings } = inspect(main, '*template.Data', { functions, templates, system: 'Alertmanager' });
        const lost = findings.find((one) => one.message === '' || one.span.start < 0 || one.span.end < one.span.start);
        if (lost) expect.fail(`${JSON.stringify(lost)} for ${JSON.stringify(text)}`);
      });
      if (hung) expect.fail(`${hung} for ${JSON.stringify(text)}`);
      const { text: result, problem } = made;
      if (result !== undefined) continue;
      refusedOnes += 1;
      const { message = '', span = { start: -1, end: -1 }, template } = problem ?? {};
      const length =
        template === undefined || text.includes(`"${template}"`) ? Math.max(text.length, file.length) : file.length;
      if (message === '' || span.start < 0 || span.end < span.start || span.end > length) {
        expect.fail(`${JSON.stringify(problem)} for ${JSON.stringify(text)}`);
      }
    }
    expect(refusedOnes).toBeGreaterThan(count / 4);
    expect(refusedOnes).toBeLessThan(count);
  });
});
