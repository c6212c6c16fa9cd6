/** The parts of a compiled dashboard that the tests look at. */
export interface ShownLink {
  readonly title: string;
  readonly url: string;
}

export interface ShownPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource: { readonly type: string; readonly uid: string };
  readonly targets: readonly { readonly refId: string; readonly expr?: string; readonly legendFormat?: string }[];
  readonly links?: readonly ShownLink[];
  readonly options?: object;
  readonly fieldConfig: {
    readonly defaults: {
      readonly custom?: object;
      readonly unit?: string;
      readonly thresholds?: Steps;
      readonly links?: readonly ShownLink[];
    };
    readonly overrides: readonly {
      readonly matcher: { readonly id: string; readonly options: string };
      readonly properties: readonly { readonly id: string; readonly value: unknown }[];
    }[];
  };
}

interface Steps {
  readonly steps: readonly { readonly color: string; readonly value: number | null }[];
}

export interface ShownDashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly ShownPanel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
  readonly annotations: {
    readonly list: readonly { readonly name: string; readonly target: { readonly expr: string } }[];
  };
}

/** The units in which the queries of a panel are shown, each once. */
export function unitsOf({ targets, fieldConfig }: ShownPanel): string[] {
  const own = targets.map((target, index) => {
    const column = fieldConfig.overrides.filter(
      ({ matcher }) => matcher.options === target.refId || matcher.options === columnOf(fieldConfig, index),
    );
    const unit = column.flatMap((one) => one.properties).find(({ id }) => id === 'unit');
    return (unit?.value as string | undefined) ?? fieldConfig.defaults.unit;
  });
  return [...new Set(own)].filter((unit) => unit !== undefined);
}

/** In a table the overrides go by column, and each query of ours that has one has its own. */
function columnOf(fieldConfig: ShownPanel['fieldConfig'], index: number): string | undefined {
  return fieldConfig.overrides.filter(({ matcher }) => matcher.id === 'byName')[index]?.matcher.options;
}

/** Where the colours change: of the panel, or of its queries one after another. */
export function thresholdsOf({ fieldConfig }: ShownPanel): number[][] {
  const ofQueries = fieldConfig.overrides
    .flatMap((one) => one.properties)
    .filter(({ id }) => id === 'thresholds')
    .map(({ value }) => value as Steps);
  const all = [...(fieldConfig.defaults.thresholds ? [fieldConfig.defaults.thresholds] : []), ...ofQueries];
  return all
    .map(({ steps }) => steps.flatMap(({ value }) => (value === null ? [] : [value])))
    .filter((one) => one.length > 0);
}
