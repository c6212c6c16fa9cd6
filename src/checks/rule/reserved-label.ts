import type { RuleCheck } from '../check.js';

export const ruleReservedLabel: RuleCheck = {
  code: 'rule/reserved-label',
  on: 'rule',
  severity: 'warning',
  summary: 'a rule sets a label that Prometheus sets itself',
  why: 'One of the two is lost, and routes and inhibition that rely on it do not match.',
  good: ['alert: Down\nexpr: up == 0\nlabels: {severity: critical}'],
  bad: ['alert: Down\nexpr: up == 0\nlabels: {alertname: Other}', 'record: a:b\nexpr: x\nlabels: {replica: a}'],
  run: ({ labels, path }, { externalLabels = {} }) =>
    Object.keys(labels)
      .filter((name) => name in externalLabels || ofPrometheus.includes(name))
      .map((name) => {
        const external = name in externalLabels;
        const message = external ? `${name} is an external label of the server` : `${name} is set by Prometheus`;
        return { message, help: 'choose another name', path: [...path, 'labels', name] };
      }),
};

const ofPrometheus = ['alertname', 'alertstate', '__name__'];
