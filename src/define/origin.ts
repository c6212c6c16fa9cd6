/**
 * How the code came to call a define function, as the engine keeps it: positions in the bundle.
 * `load/` replaces them with the place in the user's TypeScript when somebody wants to see it.
 */
interface CallSite {
  readonly stack?: readonly NodeJS.CallSite[];
}

const sites = new WeakMap<object, CallSite>();
let made: object[] = [];

/** Kinds that become files, and rules: a build where nothing is wrong asks for the places of nothing else. */
const named = [
  ...([
    'alert',
    'dashboard',
    'datasource',
    'folder',
    'message-test',
    'notification-template',
    'notifications',
  ] as const),
  ...(['probe-module', 'prometheus', 'record', 'routing-test', 'rule-group', 'scrape-job', 'status'] as const),
  ...(['survivor', 'test', 'tracing'] as const),
];
export type Named = (typeof named)[number];

const isNamed: ReadonlySet<string> = new Set(named);
let onlyNamed = false;

/** From now on the places of parts are remembered, or only those of what becomes a file: parts are by far the most. */
export function rememberParts(parts: boolean): void {
  onlyNamed = !parts;
}

/** Deep enough to reach the user's frame below the helpers of obsctl itself. */
const depth = 16;

/** Remembers who made `thing`; cheap, because the engine works out the stack only when it is read. */
export function remember<T extends object>(thing: T): T {
  if (onlyNamed && !isNamed.has((thing as { readonly kind?: string }).kind ?? '')) return thing;
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

/**
 * The calls that led to a thing, the innermost first. They stay frames: to write all of them out takes far longer.
 * Throws where its place was not remembered; see `rememberParts`.
 */
export function callFrames(thing: object): readonly NodeJS.CallSite[] {
  const site = sites.get(thing);
  if (!site && onlyNamed) throw new Error('the places of parts were not remembered');
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = (_, frames) => frames;
  try {
    return site?.stack ?? [];
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}
