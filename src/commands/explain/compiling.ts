/** What a message means that no check makes, and what to do. */
export type Message = readonly [means: string, todo: string];

/** Of reading and compiling definitions, and of files that others made. */
export const compiling: Readonly<Record<string, Message>> = {
  'input/invalid': ['a flag or an argument is not what the command takes', 'obsctl COMMAND --help shows what it does'],
  'input/alert': ['no rule of the environment has this name', 'write its name as in the definitions'],
  'input/channel': ['nobody is told of the alert in this way', 'name a channel that one of its receivers has'],
  'input/label': [
    'a word is not a label with its value',
    'write label=value, as in alertname=HighCpuUsage severity=critical',
  ],
  'input/time': ['a text is not a time', 'write now, "Sun 03:00", 2026-11-29T03:00 or 2026-11-29T03:00+01:00'],
  'input/no-environment': ['the command needs to know which environment', 'name it: --env local'],
  'input/interrupted': ['the command was ended while it read', 'nothing was written; run it again'],
  'explain/unknown': ['there is no such code', 'obsctl explain lists all of them'],
  'config/missing': [
    'no obsctl.config.ts in this folder or above it',
    'run inside a project, or name the file with --config',
  ],
  'config/invalid': [
    'a value of the configuration is not one that it can have',
    'correct what stands at the place; the message says what it can be',
  ],
  'config/definitions': ['a folder of `definitions` cannot be read', 'create it, or correct the configuration'],
  'config/no-targets': ['the environment does not say where it runs', 'name its servers in `targets`'],
  'config/unknown-check': ['`checks` names a check that does not exist', 'correct its code; obsctl explain lists them'],
  'config/unknown-environment': [
    '--env names an environment that the configuration does not',
    'name one of those that it has',
  ],
  'definition/invalid': [
    'a definition file is not valid TypeScript, or imports what does not exist',
    'correct the place; an editor shows the same',
  ],
  'definition/threw': ['the code of a definition failed while it ran', 'npx tsc --noEmit often says why'],
  'definition/import-circle': [
    'modules import each other: the one that is evaluated first finds what it imports undefined',
    'move what they share into a module that imports none of them',
  ],
  'definition/unknown-option': [
    'an option that nobody reads, most often misspelt',
    'the message names the option that was probably meant, and all there are',
  ],
  'definition/missing-option': [
    'an option that has to be given is missing',
    'add it; the message names all that are needed',
  ],
  'definition/option': [
    'an option has a value of the wrong type, or a word that is not one of those it can have',
    'write one of the words that the message names',
  ],
  'definition/duration': ['a text is not a duration as Prometheus writes it', 'a whole number and a unit: 90s, 5m, 1h'],
  'definition/duplicate': ['two definitions have the same kind and name', 'rename or remove one of them'],
  'definition/forgotten': [
    'something was defined and is part of nothing: no file would hold it',
    'export it, put it into a rule group, or remove it',
  ],
  'definition/malformed': [
    'a definition could not be compiled, because it is not what its type demands',
    'npx tsc --noEmit says where',
  ],
  'definition/nothing': [
    'no module exports anything that becomes a file',
    'what is exported is compiled: export default ruleGroup(…)',
  ],
  'exception/no-reason': [
    'an exception from a check does not say why',
    'give the reason: whoever reads it next wants to know',
  ],
  'exception/unused': ['an exception does not apply: nothing is found there any more', 'remove it'],
  'build/cannot-write': [
    'the output folder cannot be written',
    'check its permissions and the free space; nothing was changed',
  ],
  'build/exceptions-unknown': [
    'a folder was built by obsctl, and the definitions that except something from checks are not here',
    'obsctl validate --env E in their project uses them',
  ],
  'build/path-outside': [
    'a name would lead out of the output folder',
    'use letters, digits and dashes: an id becomes a file name',
  ],
  'build/same-path': ['two definitions would become one file', 'give one of them another name'],
  'metric/labels': [
    'the labels of a metric are not given as names with their values',
    "write { method: ['GET', 'POST'], route: anyValue }",
  ],
  'query/bucket-bound': ['a bound lies between two buckets, where a histogram knows nothing', 'take one of its bounds'],
  'query/labels-differ': [
    'the sides of an operation have different labels and never match',
    'aggregate both by the same labels, or say { on: […] }',
  ],
  'query/not-a-gauge': ['a function of gauges was given another type of metric', 'take the rate of a counter first'],
  'query/not-a-vector': [
    'a query needs a value at a moment, and this has none',
    'take the rate() of counters, the quantile() of histograms',
  ],
  'query/quantile-aggregated': [
    'quantiles are summed or averaged, which gives no quantile of anything',
    'sum the histogram first and take its quantile, or use max()',
  ],
  'query/quantile-input': [
    'a quantile is taken of something without buckets',
    "write quantile(0.99, sum(rate(histogram, '5m')).by(…))",
  ],
  'query/quantile-range': ['a quantile lies between 0 and 1', 'P99 is 0.99'],
  'query/rate-of-gauge': [
    'the rate of what goes up and down means nothing',
    'read the gauge as it is, or use delta() or deriv()',
  ],
  'query/undefined': [
    'a query is made with something that does not exist, or that is no number',
    'check the name that it comes from: npx tsc --noEmit says where',
  ],
  'query/units-differ': [
    'two numbers of different units are added or compared',
    'convert one of them, or check which metric was meant',
  ],
  'query/unknown-label': ['a label does not exist at this point of the query', 'the message names those that do'],
  'query/unknown-value': [
    'no series has this value of a label, so nothing would be selected',
    'the message names the values there are',
  ],
  'query/variable-in-rule': ['a rule holds a variable, which only Grafana replaces', 'write the value'],
  'panel/queries': [
    'a panel has no queries, or something in the list is not a query',
    'write queries: [query(sum(rate(requests, RI)))]',
  ],
  'panel/unit-differs': [
    'a number would be shown in a unit that it is not in',
    'take one of those that the message names',
  ],
  'panel/unit-unknown': ['arithmetic has lost the unit', "say it: query(…, { unit: '…' })"],
  'rule/duration': ['`for` or `keepFiringFor` is not a duration', 'a whole number and a unit: 90s, 5m, 1h'],
  'rule/texts': ['labels or annotations are not texts', "write { severity: 'warning' }"],
  'scrape/no-targets': [
    'a job without targets looks healthy, because nothing of it is down',
    'name one, or leave the job out',
  ],
  'scrape/no-server': ['there are scrape jobs and no Prometheus that would read them', 'export prometheusServer(…)'],
  'scrape/missing-labels': ['a target lacks labels that rules and dashboards select by', 'add them'],
  'scrape/timeouts': [
    'a scrape may take longer than the time to the next, or the prober than its exporter waits',
    'shorten one of them',
  ],
  'probe/no-labels': ['nobody could tell whose failure a probe shows', 'name at least the service'],
  'prometheus/timeouts': [
    'the scrape timeout is longer than the interval',
    'a scrape has to end before the next begins',
  ],
  'prometheus/drop-from-alerts': [
    'a label that alerts never have is dropped from them',
    'name one of the external labels',
  ],
  'tracing/invalid': [
    'two settings of the tracing pipeline contradict each other',
    'the message says what contradicts what',
  ],
  'alertmanager/duration': [
    'a text is not a duration as Alertmanager writes it',
    'a whole number and one unit: 30s, 5m, 4h',
  ],
  'alertmanager/incomplete': [
    'a channel needs what is set once for all in notifications(): the mail server, or the webhook of Slack',
    'add it there',
  ],
  'alertmanager/missing': [
    'there is no Alertmanager configuration',
    'export notifications({ … }) from a definition file',
  ],
  'alertmanager/root-route': [
    'the root route takes every alert that no other takes: it has a receiver, and no conditions',
    'write { route: { receiver } }',
  ],
  'alertmanager/unused-interval': ['no route uses this time interval', 'remove it, or name it in a route'],
  'alertmanager/unused-receiver': ['no route leads to this receiver', 'remove it, or name it in a route'],
  'secret/literal': [
    'a secret was written out',
    "refer to it: secret.file('/path/on/the/server') or secret.env('NAME'); revoke what was committed",
  ],
  'secret/no-file-form': [
    'this version of the server cannot read that secret from a file',
    'take secret.env, or raise the version',
  ],
  'version/unsupported': [
    'the server of the environment is too old for this',
    'raise its version once it is newer, or do without it there',
  ],
  'version/removed': ['newer servers no longer have this', 'write what took its place'],
  'kubernetes/not-expressible': [
    'a scrape job needs a value that its Kubernetes resource can only take from a Secret',
    'write that resource by hand',
  ],
  'file/unknown': ['a file is of a kind that is not checked', 'name dashboards, rule files or an alertmanager.yml'],
  'file/syntax': ['a file is not valid JSON or YAML', 'correct the place, or export the file again'],
  'file/unreadable': ['a file cannot be read', 'check the path'],
  'file/cannot-write': ['a file cannot be written', 'check its permissions and the free space; it is as it was'],
  'template/fails': [
    'a template breaks while the message is made',
    'correct it: a broken template loses the notification',
  ],
};
