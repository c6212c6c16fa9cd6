import { type Answer, ok } from './answer.js';
import { type Asked, objectOf, type Route, textOf } from './asked.js';

export const annotationRoutes: readonly Route[] = [
  ['POST', '/api/annotations', create],
  ['GET', '/api/annotations', list],
];

function create({ world, org, body }: Asked): Answer {
  const id = org.annotations.length + 1;
  const { time, timeEnd, tags, text } = objectOf(body);
  const at = typeof time === 'number' ? time : world.clock;
  const old = world.edition.major < 12;
  org.annotations.push({
    id,
    ...(old ? { alertId: 0, alertName: '', dashboardId: 0, dashboardUID: null, panelId: 0, userId: 0 } : {}),
    ...(old ? { newState: '', prevState: '' } : { dashboardUID: '' }),
    created: world.clock,
    updated: world.clock,
    time: at,
    timeEnd: timeEnd ?? at,
    text: textOf(text),
    tags: tags ?? [],
    login: 'admin',
    email: 'admin@localhost',
    avatarUrl: '/public/img/user_profile.png',
    data: {},
  });
  return ok({ id, message: 'Annotation added' });
}

function list({ org, query }: Asked): Answer {
  const wanted = query.getAll('tags');
  const from = Number(query.get('from') ?? 0);
  const to = Number(query.get('to') ?? Number.MAX_SAFE_INTEGER);
  const found = org.annotations.filter(
    ({ tags, time }) =>
      wanted.every((tag) => Array.isArray(tags) && tags.includes(tag)) && Number(time) >= from && Number(time) <= to,
  );
  return ok([...found].reverse().slice(0, Number(query.get('limit') ?? 100)));
}
