import { UserError } from '../errors.js';

let current: string | undefined;

/** Set by `load/` around each evaluation of the definitions. */
export function setEnvironment(name: string | undefined): void {
  current = name;
}

/**
 * The environment the definitions are being compiled for: its entry of `environments`, and its name.
 * Definition modules are evaluated once for each environment, so this is a constant to them.
 */
export function currentEnvironment<const E extends Readonly<Record<string, object>>>(
  environments: E,
): E[keyof E] & { readonly name: keyof E & string } {
  if (current === undefined) {
    throw new UserError('currentEnvironment() has a value only while definitions are compiled', {
      help: 'do not import the module that calls it from obsctl.config.ts',
    });
  }
  const environment = environments[current];
  if (!environment) {
    throw new UserError(`currentEnvironment() was given no entry for the environment "${current}"`, {
      help: `it was given ${Object.keys(environments).join(', ')}; pass the same object as to defineConfig()`,
    });
  }
  return { ...(environment as E[keyof E] & object), name: current };
}
