import { type TimeRange, timeInterval } from 'obsctl';

const location = 'Europe/Paris';

export const businessHours = timeInterval('business-hours', {
  weekdays: ['monday:friday'],
  times: [{ from: '09:00', to: '18:00' }],
  location,
});

/** Everything but business hours; holidays are a matter of their own. */
export const offHours = timeInterval('off-hours', [
  {
    weekdays: ['monday:friday'],
    times: [
      { from: '00:00', to: '09:00' },
      { from: '18:00', to: '24:00' },
    ],
    location,
  },
  { weekdays: ['saturday', 'sunday'], location },
]);

/** Public holidays of France. Those that follow Easter are to be added each year. */
export const holidays = timeInterval('holidays', [
  { months: ['1'], daysOfMonth: ['1'], location },
  { months: ['5'], daysOfMonth: ['1', '8'], location },
  { months: ['7'], daysOfMonth: ['14'], location },
  { months: ['8'], daysOfMonth: ['15'], location },
  { months: ['11'], daysOfMonth: ['1', '11'], location },
  { months: ['12'], daysOfMonth: ['25'], location },
  date('2027-03-29'),
  date('2027-05-06'),
  date('2027-05-17'),
]);

function date(iso: `${number}-${number}-${number}`): TimeRange {
  const [year, month, day] = iso.split('-').map(Number);
  return { years: [`${year as number}`], months: [`${month as number}`], daysOfMonth: [`${day as number}`], location };
}
