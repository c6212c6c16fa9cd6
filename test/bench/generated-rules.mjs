// A rule file as a generator writes it for many services: every name, query and text of a rule is its own.

/** @param faults every how many rules one has something wrong with it */
export function generatedRules(count, faults = 100) {
  const groups = [];
  for (let first = 0; first < count; first += 20) {
    const rules = Array.from({ length: Math.min(20, count - first) }, (_, at) => rule(first + at, faults));
    groups.push(`  - name: service-${first}\n    interval: 1m\n    rules:\n${rules.join('')}`);
  }
  return `groups:\n${groups.join('')}`;
}

function rule(number, faults) {
  const faulty = number % faults === faults / 2;
  return kinds[number % kinds.length](`service_${number}`, faulty && broken[(number / faults - 0.5) % broken.length]);
}

/** What stands in for a query that is right. */
const broken = [
  (name) => `sum by (job (rate(${name}_requests_total[5m])) > 1`,
  (name) => `rate(${name}_requests_total) > 1`,
  (name) => `summ(rate(${name}_requests_total[5m])) > 1`,
  (name) => `count(up{service="${name}"}) == 0`,
  (name) => `sum by (pod) (sum by (job) (rate(${name}_requests_total[5m]))) > 1`,
];

const kinds = [
  (name, fault) =>
    recorded(`${name}:requests:rate5m`, fault, `sum by (job, route) (rate(${name}_requests_total{env="prod"}[5m]))`),
  (name, fault) =>
    alert(
      `${name}_ManyErrors`,
      fault,
      `|
          sum by (job, route) (rate(${name}_requests_total{env="prod", code=~"5.."}[5m]))
            / sum by (job, route) (rate(${name}_requests_total{env="prod"}[5m]))
            > 0.05`,
      `{{ $labels.route }} of ${name} answers {{ $value | humanizePercentage }} of its requests with an error`,
    ),
  (name, fault) =>
    recorded(
      `${name}:request_seconds:p99`,
      fault,
      `histogram_quantile(0.99, sum by (job, le) (rate(${name}_request_seconds_bucket{env="prod"}[5m])))`,
    ),
  (name, fault) =>
    alert(
      `${name}_Slow`,
      fault,
      `histogram_quantile(0.99, sum by (job, le) (rate(${name}_request_seconds_bucket{env="prod"}[5m]))) > 1.5`,
      `99 % of what ${name} answers takes {{ printf "%.1f" $value }} s in {{ $labels.job }}`,
    ),
  (name, fault) =>
    alert(
      `${name}_Full`,
      fault,
      `(${name}_disk_free_bytes{env="prod"} / ${name}_disk_size_bytes{env="prod"}) < 0.1 and predict_linear(${name}_disk_free_bytes{env="prod"}[6h], 4 * 3600) < 0`,
      `{{ $labels.device }} of {{ $labels.instance }} is full within four hours: {{ $value | humanize }}`,
    ),
  (name, fault) =>
    alert(`${name}_Gone`, fault, `absent(up{job="${name}", env="prod"})`, `nobody answers for ${name} any more`),
  (name, fault) =>
    recorded(
      `${name}:saturation:ratio`,
      fault,
      `avg without (cpu) (1 - rate(${name}_cpu_seconds_total{env="prod", mode="idle"}[5m])) * on (instance) group_left (zone) ${name}_node_info`,
    ),
  (name, fault) =>
    alert(
      `${name}_Restarts`,
      fault,
      `increase(${name}_restarts_total{env="prod", container!=""}[1h]) > 3 unless on (job) ${name}_maintenance == 1`,
      `{{ $labels.container }} of ${name} was restarted {{ $value }} times within the hour`,
    ),
];

const recorded = (name, fault, expr) => `      - record: ${name}
        expr: ${fault ? fault(name.split(':')[0]) : expr}
        labels:
          team: platform
`;

const alert = (name, fault, expr, summary) => `      - alert: ${name}
        expr: ${fault ? fault(name.slice(0, name.lastIndexOf('_'))) : expr}
        for: 10m
        labels:
          severity: warning
          team: platform
        annotations:
          summary: '${summary}'
          description: What it means and what to do about it stands in the runbook.
          runbook_url: https://runbooks.example.com/${name}
`;
