import { isObject } from '../../json.js';
import type { Change } from './compare.js';
import { stepsOf } from './path.js';

/** What stands where a secret is. */
export const hidden = '<secret>';

/** Fields whose values are secrets; references to files and to the environment are none. */
const secret =
  /^(.*_)?(password|secret|token|credentials|passphrase|api_key|apikey|service_key|user_key|key_data|webhook_url)$|^(slack_api_url|secureJsonData|bot_token|headers_secret)$|Password$|Secret$|Token$/;

/** Those of a channel that are secrets there and harmless elsewhere: whoever knows them may write to somebody. */
const ofChannels: readonly (readonly [channel: RegExp, field: RegExp])[] = [
  [/^(slack|discord|msteams|msteamsv2|webhook|mattermost|rocketchat)_configs$/, /^(url|api_url)$/],
  [/^pagerduty_configs$/, /^routing_key$/],
  [/^sns_configs$/, /^phone_number$/],
];

/** Variables of the environment that hold secrets. */
const secretVariable = /(HEADERS|PASSWORD|SECRET|TOKEN|API_KEY)$/;

/** A change with no secret in it; that a secret changed can still be seen. */
export function withoutSecrets<C extends Change>(change: C): C {
  const steps = stepsOf(change.path);
  const inSecret = steps.some((_, index) => isSecret(steps.slice(0, index + 1)));
  const mask = (value: unknown) => (inSecret ? hide(value) : masked(value, steps));
  return {
    ...change,
    ...(change.before === undefined ? {} : { before: mask(change.before) }),
    ...(change.after === undefined ? {} : { after: mask(change.after) }),
  };
}

/** Whether a secret stands at a path, whose last step is a field: `receivers/oncall/slack_configs/0/api_url`. */
function isSecret(steps: readonly string[]): boolean {
  const field = steps.at(-1) ?? '';
  if (secret.test(field)) return true;
  const [list = '', holder = ''] = steps.slice(-3, -1);
  if (ofChannels.some(([channel, own]) => channel.test(list) && own.test(field))) return true;
  // headers of a request say who asks; those of a mail are for its readers
  if (holder === 'headers' || holder === 'http_headers') return !steps.includes('email_configs');
  return field === 'value' && steps.at(-3) === 'lines' && secretVariable.test(holder);
}

function masked(value: unknown, steps: readonly string[]): unknown {
  if (typeof value === 'string') return withoutPassword(value);
  if (Array.isArray(value)) return value.map((item, index) => masked(item, [...steps, String(index)]));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const at = [...steps, key];
      return [key, isSecret(at) ? hide(inner) : masked(inner, at)];
    }),
  );
}

/** `https://user:password@host` tells who, and not the password. */
function withoutPassword(text: string): string {
  return text.includes('://') ? text.replace(/(:\/\/[^\s/:@]*:)[^\s/@]+@/g, `$1${hidden}@`) : text;
}

/** What is written instead of a secret: `${env:TOKEN}`, `$__file{/etc/token}`, `<secret:TOKEN>` in a build. */
const reference = /^\$(__\w+)?\{[^{}]*\}$|^<secret:\w+>$/;

/** Names in a group of secrets stay, so that one can see which changed. */
function hide(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hide);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hide(inner)]));
  return typeof value === 'string' && value !== '' && !reference.test(value) ? hidden : value;
}
