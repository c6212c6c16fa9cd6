import { randomBytes } from 'node:crypto';
import { type Answer, denied, ok, unauthorized } from './answer.js';
import { found, may, objectOf, type Route, textOf } from './asked.js';
import { type Account, administrator, type Role, type World } from './world.js';

/** Who asks, or the refusal. */
export function whoAsks(world: World, authorization: string | undefined): Account | Answer {
  if (!authorization) return unauthorized();
  const [scheme, value = ''] = authorization.split(' ');
  if (scheme === 'Bearer') return world.tokens.get(value) ?? unauthorized('Invalid API key', 'api-key.invalid');
  const [user, password] = Buffer.from(value, 'base64').toString().split(':');
  if (user === 'admin' && password === 'admin') return administrator;
  return unauthorized('Invalid username or password', 'password-auth.failed');
}

/** A token of a service account with that role, made without a request. */
export function tokenOf(world: World, role: Role, org = 1): string {
  const account = addAccount(world, `${role.toLowerCase()}-${world.serviceAccounts.length + 1}`, role, org);
  return addToken(world, account);
}

function addAccount(world: World, name: string, role: Role, org: number): Account {
  const id = world.serviceAccounts.length + 2;
  const who = `service-account:cf${id}dk8s1c2m9pb`;
  const account = { id, login: `sa-${org}-${name}`, role, who, org };
  world.serviceAccounts.push(account);
  return account;
}

function addToken(world: World, account: Account): string {
  const key = `glsa_${randomBytes(16).toString('hex')}_${randomBytes(4).toString('hex')}`;
  world.tokens.set(key, account);
  return key;
}

export const accountRoutes: readonly Route[] = [
  [
    'POST',
    '/api/serviceaccounts',
    ({ world, org, account, body }) => {
      if (!may(account, 'Admin')) return denied('serviceaccounts:create');
      const { name, role } = objectOf(body);
      const made = addAccount(world, textOf(name), role as Role, org.id);
      const uid = `ef${made.id}abcdefgh12`;
      return ok(
        {
          id: made.id,
          ...(world.edition.major < 12 ? {} : { uid }),
          name,
          login: made.login,
          orgId: org.id,
          isDisabled: false,
          role,
          tokens: 0,
          avatarUrl: '',
        },
        201,
      );
    },
  ],
  [
    'POST',
    '/api/serviceaccounts/:id/tokens',
    (asked) => {
      const account = asked.world.serviceAccounts.find(({ id }) => String(id) === found(asked));
      if (!account) return { status: 404, body: { message: 'Failed to retrieve service account' } };
      const key = addToken(asked.world, account);
      return ok({ id: asked.world.tokens.size, name: objectOf(asked.body).name, key });
    },
  ],
];
