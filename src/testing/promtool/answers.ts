import { inWords } from '../../define/moments.js';
import { durationSeconds } from '../../promql/duration.js';
import type { Alert, Answer, Answers, Question, Refusal, Sample } from '../engine.js';

/** Reads what promtool found instead of what it was told to expect. */
export function readAnswers(output: string, questions: readonly Question[]): Answers {
  const queries = new Map<string, Answer>();
  const alerts = new Map<string, Answer>();
  for (const block of blocksOf(output)) {
    const query = /^ {4}expr: ("(?:[^"\\]|\\.)*"), time: (\S+),(?: err: )?([\s\S]*)$/.exec(block);
    if (query) {
      const [, expr = '', time = '', rest = ''] = query;
      const got = /\n {8}got: ([\s\S]*)$/.exec(rest);
      queries.set(
        key(unquoted(expr), time),
        got ? { samples: samplesOf((got[1] ?? '').trim()) } : { error: rest.trim() },
      );
      continue;
    }
    const alert = /^ {4}alertname: (.*), time: (\S+),([\s\S]*)$/.exec(block);
    if (alert) alerts.set(key(alert[1] ?? '', alert[2] ?? ''), alertsIn(alert[3] ?? ''));
  }
  const answers = questions.flatMap(
    (question) =>
      (question.ask === 'query'
        ? queries.get(key(question.expr, question.at))
        : alerts.get(key(question.alert, question.at))) ?? [],
  );
  return answers.length === questions.length ? answers : refusalIn(output);
}

/** promtool stops at the first evaluation in which a rule fails, after what it has found out by then. */
function refusalIn(output: string): Refusal {
  const [, rule, time = '', why] = /^ {4}rule: (.+?), time: (\S+), err: (.*)$/m.exec(output) ?? [];
  if (rule !== undefined) {
    return { rule, refused: `promtool cannot evaluate ${rule} at ${inWords(durationSeconds(time))}: ${why}` };
  }
  return { refused: `promtool refuses the test: ${output.trim().replace(/^FAILED:\s*/, '') || 'it does not say why'}` };
}

const key = (what: string, time: string | number) =>
  `${what} ${typeof time === 'number' ? time : durationSeconds(time)}`;

/** Each expectation that was not met begins with its expression or the name of its alert. */
function blocksOf(output: string): readonly string[] {
  return output
    .split(/^(?= {4}(?:expr: "|alertname: ))/m)
    .filter((block) => /^ {4}(?:expr: "|alertname: )/.test(block));
}

/** `{a="b"} 1E+00, {a="c"} 2E+00`, or nil. */
function samplesOf(text: string): readonly Sample[] {
  const samples: Sample[] = [];
  const sample = /\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\} (\S+?)(?:, |$)/gy;
  for (let match = sample.exec(text); match; match = sample.exec(text)) {
    samples.push({ labels: labelsOf(match[1] ?? ''), value: number(match[2] ?? '') });
  }
  return samples;
}

function alertsIn(text: string): Answer {
  const got = text.slice(text.indexOf('got:['));
  const alerts: Alert[] = [];
  const pair = /Labels:\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\}\s*Annotations:\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\}/g;
  for (const [, labels = '', annotations = ''] of got.matchAll(pair)) {
    const { alertname: _, ...own } = labelsOf(labels);
    alerts.push({ labels: own, annotations: labelsOf(annotations) });
  }
  return { alerts };
}

function labelsOf(text: string): Record<string, string> {
  const pairs = text.matchAll(/("(?:[^"\\]|\\.)*"|[\w:.]+)=("(?:[^"\\]|\\.)*")/g);
  return Object.fromEntries(
    [...pairs].map(([, name = '', value = '']) => [name.startsWith('"') ? unquoted(name) : name, unquoted(value)]),
  );
}

function number(text: string): number {
  if (/^[+-]?Inf$/.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text);
}

const escapes: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** A text as Go quotes it. */
function unquoted(text: string): string {
  return text
    .slice(1, -1)
    .replaceAll(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/g, (_, hex, short, long, letter) =>
      letter === undefined
        ? String.fromCodePoint(Number.parseInt(hex ?? short ?? long, 16))
        : (escapes[letter] ?? letter),
    );
}
