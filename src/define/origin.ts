/**
 * A place in the code that called a define function, as the engine reports it: a position in the
 * bundle. `load/` replaces it with the place in the user's TypeScript when somebody wants to see it.
 */
export interface CallSite {
  readonly stack?: string;
}

const sites = new WeakMap<object, CallSite>();
let made: object[] = [];

/** Deep enough to reach the user's frame below the helpers of obsctl itself. */
const depth = 16;

/** Remembers who made `thing`; cheap, because the engine formats the stack only when it is read. */
export function remember<T extends object>(thing: T): T {
  const site: CallSite = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = depth;
  Error.captureStackTrace(site, remember);
  Error.stackTraceLimit = limit;
  sites.set(thing, site);
  made.push(thing);
  return thing;
}

/** Everything made since this was last asked: what a definition module made and then forgot is in it too. */
export function takeMade(): readonly object[] {
  const taken = made;
  made = [];
  return taken;
}

export function callSite(thing: object): CallSite | undefined {
  return sites.get(thing);
}
