/** What mutation leaves of the rules, each change with the reason that a definition gives. */
export function mutation({ definitions, rules, mutantsOf }) {
  const all = rules();
  const survivors = definitions.filter(({ kind }) => kind === 'survivor');
  return [
    '# What mutation leaves',
    '',
    '`npm run mutate` changes each rule of prod, one thing at a time (a comparison, a number by a fifth, a matcher, an',
    'aggregation and each of its labels, a function, an offset, `for` and `keep_firing_for`, each label), and looks whether',
    'a test notices. It fails where one does not and no `survivor()` says why, and where one does notice what a',
    '`survivor()` accepts: so what follows is exactly what it leaves. Two kinds of change are not made at all, since they',
    'are nothing but a factor: `rate` into `increase` below `histogram_quantile`, and in what is compared with 0.',
    ...section('Alert rules', 'alert'),
    ...section('Recording rules', 'record'),
  ].join('\n');

  function section(title, kind) {
    const made = all.filter((rule) => rule[kind] !== undefined).flatMap(mutantsOf).length;
    const rows = survivors.flatMap(({ rules: of, changes, why }) =>
      of
        .filter((rule) => rule.kind === kind)
        .flatMap((rule) => changes.map((change) => ({ rule: shown(rule), change, why }))),
    );
    const percent = Math.floor((1000 * (made - rows.length)) / made) / 10;
    return [
      '',
      `## ${title}`,
      '',
      `${made - rows.length} of ${made} changes are noticed, ${percent} %. The others:`,
      '',
      '| rule | change | why nothing else comes of it |',
      '|---|---|---|',
      ...rows.sort((a, b) => (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)).map(row),
    ];
  }

  /** With the labels that tell it from others of its name. */
  function shown({ kind, name, labels }) {
    const others = definitions
      .filter((one) => one.kind === 'rule-group')
      .flatMap((group) => group.rules)
      .filter((one) => one.kind === kind && one.name === name);
    const told = Object.entries(labels).filter(([label, value]) => others.some((one) => one.labels[label] !== value));
    return `${name}${told.length > 0 ? ` (${told.map(([, value]) => value).join(', ')})` : ''}`;
  }
}

const cell = (text) => text.replaceAll('|', '\\|');
const row = ({ rule, change, why }) => `| ${cell(rule)} | \`${cell(change)}\` | ${cell(why)} |`;
