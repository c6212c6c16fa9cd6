import { durationSeconds } from '../../promql/duration.js';
import type { NodeCheck } from '../check.js';

export const promqlBeyondRetention: NodeCheck<'range' | 'subquery' | 'selector'> = {
  code: 'promql/beyond-retention',
  on: 'node',
  types: ['range', 'subquery', 'selector'],
  needs: 'retention',
  severity: 'error',
  summary: 'the query looks back further than samples are kept',
  why: 'The result silently is that of the days there are: an error budget of 30 days then is one of 15.',
  good: ['record: sum_over_time(errors_total[30d])', 'panel: http_requests_total offset 1w'],
  bad: [
    'record: avg_over_time(memory_bytes[90d])',
    'panel: memory_bytes offset 60d',
    'panel: max_over_time(max(memory_bytes)[30d:1h] offset 30d)',
  ],
  run: (node, _, { retention }) => {
    if (retention === undefined) return [];
    const back =
      node.type === 'range'
        ? seconds(node.range) + seconds(node.selector.offset)
        : node.type === 'subquery'
          ? seconds(node.range) + seconds(node.offset)
          : seconds(node.offset);
    if (!(back > retention) || !node.span) return [];
    const days = (value: number) => `${Math.round(value / 86_400)} days`;
    const message = `this looks back ${days(back)}, and samples are kept ${days(retention)}`;
    return [{ message, help: 'shorten the range, or keep samples longer', span: node.span }];
  },
};

function seconds(duration: string | undefined): number {
  return duration === undefined ? 0 : durationSeconds(duration) || 0;
}
