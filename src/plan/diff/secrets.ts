import { isObject } from '../../json.js';
import type { Change } from './compare.js';
import { stepsOf } from './path.js';

/** What stands where a secret is. */
export const hidden = '<secret>';

/** Fields whose values are secrets; references to files and to the environment are none. */
const secret =
  /^(.*_)?(password|secret|token|credentials|passphrase|api_key|apikey|service_key|routing_key|user_key|key_data|webhook_url)$|^(slack_api_url|secureJsonData|bot_token|headers_secret)$|Password$|Secret$|Token$/;

/** URLs that whoever knows them may write to. */
const secretUrls = /^(slack|discord|msteams|msteamsv2|webhook|mattermost|rocketchat)_configs$/;

/** A change with no secret in it; that a secret changed can still be seen. */
export function withoutSecrets<C extends Change>(change: C): C {
  const steps = stepsOf(change.path);
  const inSecretUrl = steps.some((step) => secretUrls.test(step));
  const last = steps.at(-1) ?? '';
  const mask = (value: unknown) =>
    steps.some((step) => secret.test(step)) || (inSecretUrl && isUrl(last)) ? hide(value) : masked(value, inSecretUrl);
  return {
    ...change,
    ...(change.before === undefined ? {} : { before: mask(change.before) }),
    ...(change.after === undefined ? {} : { after: mask(change.after) }),
  };
}

function masked(value: unknown, inSecretUrl: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => masked(item, inSecretUrl));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (secret.test(key) || (inSecretUrl && isUrl(key))) return [key, hide(inner)];
      return [key, masked(inner, inSecretUrl || secretUrls.test(key))];
    }),
  );
}

function isUrl(key: string): boolean {
  return key === 'url' || key === 'api_url';
}

/** Names in a group of secrets stay, so that one can see which changed. */
function hide(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hide);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hide(inner)]));
  return typeof value === 'string' && value !== '' ? hidden : value;
}
