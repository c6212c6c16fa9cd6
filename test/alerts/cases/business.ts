import { app, cases, cluster, series } from '../rule-case.js';

/** Eight days in steps of five minutes: 2016 steps are one week. */
const weeks = { groups: ['business'], interval: '5m' };

const api = app('backend-api');
const business = { ...cluster, category: 'business', team: 'business', service: 'backend-api' };

/** A counter that grows by so much an hour for a week, and then by so much. */
function revenue(before: number, after: number) {
  const [first, second] = [before / 12, after / 12];
  const afterAWeek = first * 2017;
  return {
    [series('business_revenue_total', {
      ...api,
      currency: 'EUR',
      product: 'premium',
    })]: `0+${first}x2016 ${afterAWeek}+${second}x300`,
  };
}

const users = (before: number, after: number) => ({
  [series('business_active_users', api)]: `${before}x2016 ${after}x300`,
});

const payments = (failures: number, successes: number) => ({
  [series('business_payments_total', { ...api, outcome: 'failure' })]: `0+${failures}x60`,
  [series('business_payments_total', { ...api, outcome: 'success' })]: `0+${successes}x60`,
});

export default [
  ...cases('RevenueDrop', weeks, {
    '600 an hour became 300': {
      series: revenue(600, 300),
      at: '171h',
      fires: [{ ...business, currency: 'EUR', severity: 'critical' }],
    },
    '600 an hour became 500': { series: revenue(600, 500), at: '171h', fires: [] },
    '50 an hour became 10: too little to tell': { series: revenue(50, 10), at: '171h', fires: [] },
  }),
  ...cases('ActiveUsersDrop', weeks, {
    '1000 became 500': { series: users(1000, 500), at: '171h', fires: [{ ...business, severity: 'warning' }] },
    '1000 became 700': { series: users(1000, 700), at: '171h', fires: [] },
    '400 became 100: too few to tell': { series: users(400, 100), at: '171h', fires: [] },
  }),
  ...cases(
    'PaymentFailuresHigh',
    { groups: ['business'] },
    {
      '10 % fail': { series: payments(1, 9), at: '45m', fires: [{ ...business, severity: 'critical' }] },
      '2 % fail': { series: payments(1, 49), at: '45m', fires: [] },
    },
  ),
];
