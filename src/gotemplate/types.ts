/** What a template can do with a value of each type. A type is called as Go calls it. */
export interface TypeInfo {
  readonly kind: 'string' | 'int' | 'float' | 'bool' | 'map' | 'list' | 'struct' | 'any';
  /** Of what it holds. */
  readonly elem?: string;
  /** Of a struct, in the order in which Go prints them. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly methods?: Readonly<Record<string, Signature>>;
}

export interface Signature {
  readonly params: readonly string[];
  /** Of any number of further arguments. */
  readonly rest?: string;
  readonly result: string;
  /** The first version of the server that has it; without one, all that obsctl knows. */
  readonly since?: string;
}

const method = (result: string, ...params: string[]): Signature => ({ params, result });

const int: TypeInfo = { kind: 'int' };
const ints = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, method('int')]));

const timeMethods: Readonly<Record<string, Signature>> = {
  ...ints(['Day', 'Hour', 'Minute', 'Second', 'Nanosecond', 'Year', 'YearDay']),
  Unix: method('int64'),
  UnixMilli: method('int64'),
  UnixMicro: method('int64'),
  UnixNano: method('int64'),
  Month: method('time.Month'),
  Weekday: method('time.Weekday'),
  Format: method('string', 'string'),
  String: method('string'),
  UTC: method('time.Time'),
  Local: method('time.Time'),
  Add: method('time.Time', 'time.Duration'),
  AddDate: method('time.Time', 'int', 'int', 'int'),
  Sub: method('time.Duration', 'time.Time'),
  Round: method('time.Time', 'time.Duration'),
  Truncate: method('time.Time', 'time.Duration'),
  After: method('bool', 'time.Time'),
  Before: method('bool', 'time.Time'),
  Equal: method('bool', 'time.Time'),
  Compare: method('int', 'time.Time'),
  IsZero: method('bool'),
};

const durationMethods: Readonly<Record<string, Signature>> = {
  Hours: method('float64'),
  Minutes: method('float64'),
  Seconds: method('float64'),
  Milliseconds: method('int64'),
  Microseconds: method('int64'),
  Nanoseconds: method('int64'),
  Round: method('time.Duration', 'time.Duration'),
  Truncate: method('time.Duration', 'time.Duration'),
  Abs: method('time.Duration'),
  String: method('string'),
};

const printed: Signature = { ...method('string'), since: '0.26' };
const pairsMethods = { Names: method('template.Strings'), Values: method('template.Strings') };

/** All types that a value in a template can have. */
export const types: Readonly<Record<string, TypeInfo>> = {
  'interface {}': { kind: 'any' },
  nil: { kind: 'any' },
  bool: { kind: 'bool' },
  string: { kind: 'string' },
  'template.HTML': { kind: 'string' },
  'template.URL': { kind: 'string' },
  int,
  uint8: int,
  int32: int,
  int64: int,
  float64: { kind: 'float' },
  'time.Duration': { kind: 'int', methods: durationMethods },
  'time.Month': { kind: 'int', methods: { String: method('string') } },
  'time.Weekday': { kind: 'int', methods: { String: method('string') } },
  'time.Time': { kind: 'struct', fields: {}, methods: timeMethods },
  '[]string': { kind: 'list', elem: 'string' },
  '[]interface {}': { kind: 'list', elem: 'interface {}' },
  'map[string]string': { kind: 'map', elem: 'string' },
  'map[string]interface {}': { kind: 'map', elem: 'interface {}' },

  // Alertmanager
  'template.Strings': {
    kind: 'list',
    elem: 'string',
    methods: { Join: { ...method('string', 'string'), since: '0.34' } },
  },
  'template.Pair': { kind: 'struct', fields: { Name: 'string', Value: 'string' } },
  'template.Pairs': { kind: 'list', elem: 'template.Pair', methods: { ...pairsMethods, String: printed } },
  'template.KV': {
    kind: 'map',
    elem: 'string',
    methods: {
      ...pairsMethods,
      SortedPairs: method('template.Pairs'),
      Remove: method('template.KV', '[]string'),
      String: printed,
    },
  },
  'template.Alert': {
    kind: 'struct',
    fields: {
      Status: 'string',
      Labels: 'template.KV',
      Annotations: 'template.KV',
      StartsAt: 'time.Time',
      EndsAt: 'time.Time',
      GeneratorURL: 'string',
      Fingerprint: 'string',
    },
  },
  '[]template.Alert': { kind: 'list', elem: 'template.Alert' },
  'template.Alerts': {
    kind: 'list',
    elem: 'template.Alert',
    methods: { Firing: method('[]template.Alert'), Resolved: method('[]template.Alert') },
  },
  '*template.Data': {
    kind: 'struct',
    fields: {
      Receiver: 'string',
      Status: 'string',
      Alerts: 'template.Alerts',
      NotificationReason: 'string',
      GroupLabels: 'template.KV',
      CommonLabels: 'template.KV',
      CommonAnnotations: 'template.KV',
      RouteLabels: 'template.KV',
      ExternalURL: 'string',
    },
  },

  // Prometheus; what the first two hold depends on the rule, and checks ask for it
  'alert labels': { kind: 'map', elem: 'string' },
  'external labels': { kind: 'map', elem: 'string' },
  'template.sample': { kind: 'struct', fields: { Labels: 'map[string]string', Value: 'float64' } },
  'template.queryResult': { kind: 'list', elem: 'template.sample' },
  'template.alert': {
    kind: 'struct',
    fields: {
      Labels: 'alert labels',
      ExternalLabels: 'external labels',
      ExternalURL: 'string',
      Value: 'interface {}',
    },
  },
};

export function typeInfo(name: string): TypeInfo {
  return types[name] ?? { kind: 'any' };
}
