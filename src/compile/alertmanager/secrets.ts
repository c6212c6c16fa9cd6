import { placeholder, placeholderUrl, type Secret } from '../../define/secret.js';
import type { Input } from '../input.js';
import { type FeatureName, mustSupport, supports } from '../versions.js';

/** A field of Alertmanager's configuration that holds a secret. */
interface SecretField {
  /** The key for the value itself. */
  readonly key: string;
  /** The key for the path of a file that holds it, and what has to be new enough for that key. */
  readonly fileKey?: string;
  readonly feature?: FeatureName;
  readonly url?: true;
  /** Whose field it is: places and names what is reported. */
  readonly owner: object;
  readonly what: string;
}

/** The path of a file where the server's version can read one, otherwise a placeholder that `apply` fills. */
export function secretField(input: Input, secret: Secret | undefined, field: SecretField): object {
  if (!secret) return {};
  const { key, fileKey, feature, owner, what } = field;
  const fileForm = fileKey !== undefined && (!feature || supports(input.config.versions, feature));
  if (secret.secret === 'file' && fileForm) return { [fileKey]: secret.path };
  if (secret.env !== undefined) return { [key]: field.url ? placeholderUrl(secret.env) : placeholder(secret.env) };
  if (feature) mustSupport(input, feature, `${what} from a file`, owner);
  else {
    input.report({
      code: 'secret/no-file-form',
      severity: 'error',
      message: `Alertmanager cannot read ${what} from a file`,
      help: 'name the variable to fill it from: secret.env(…), or secret.file(…, { env })',
      origin: input.originOf(owner),
    });
  }
  return {};
}
