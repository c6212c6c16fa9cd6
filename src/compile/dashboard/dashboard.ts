import type { Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import {
  AnnotationQueryBuilder,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  FieldColorModeId,
  RowBuilder,
  type Panel as SdkPanel,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Annotation, Dashboard, DashboardLink } from '../../define/dashboard.js';
import type { Panel, PanelLink } from '../../define/panel.js';
import type { PanelQuery } from '../../define/query.js';
import { print } from '../../promql/print.js';
import type { Resource } from '../../types.js';
import { type Input, ofKind } from '../input.js';
import { mustBeRead } from '../promql-versions.js';
import { propertiesOf, thresholdSteps, valueMappings } from './fields.js';
import { layOut, type Place } from './layout.js';
import { fixedColors, panelBuilder } from './panels.js';
import { valueColumn } from './table.js';
import { refId, targetsOf } from './targets.js';
import { type DatasourceRef, datasourceRef, variableBuilder } from './variables.js';

type FieldOverride = NonNullable<SdkPanel['fieldConfig']>['overrides'][number];

/** Dashboards → classic JSON models, one file each in the folder they belong to. */
export function compileDashboards(input: Input): Resource[] {
  return ofKind(input, 'dashboard').map((dashboard) => ({
    kind: 'grafana/dashboard',
    id: dashboard.name,
    path: `grafana/dashboards/${dashboard.folder.name}/${dashboard.name}.json`,
    body: input.made(dashboardBody(dashboard, input), dashboard),
    origin: input.originOf(dashboard),
  }));
}

function dashboardBody(dashboard: Dashboard, input: Input): object {
  const datasource = datasourceRef(dashboard.variables[0]);
  const builder = new DashboardBuilder(dashboard.title)
    .uid(dashboard.name)
    .description(dashboard.description)
    .tags([...dashboard.tags])
    .timezone('browser')
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: `now-${dashboard.from}`, to: 'now' })
    .refresh(dashboard.refresh)
    .variables(
      dashboard.variables.map((variable) => {
        const model = variableBuilder(variable, datasource, input.histograms).build();
        return { build: () => input.made(model, variable) };
      }),
    )
    .annotations((dashboard.annotations ?? []).map((annotation) => annotationBuilder(annotation, datasource, input)))
    .links((dashboard.links ?? []).map(linkBuilder));
  for (const placed of layOut(dashboard.rows)) {
    if ('heading' in placed) builder.withRow(headingBuilder(placed));
    else builder.withPanel({ build: () => input.made(panelBody(placed, datasource, input), placed.panel) });
  }
  // what a reviewer looks for first stands first
  const { uid, title, description, tags, ...rest } = builder.build();
  return { uid, title, description, tags, ...rest };
}

function headingBuilder(placed: { id: number; place: Place; heading: string }): RowBuilder {
  return new RowBuilder(placed.heading).id(placed.id).gridPos(placed.place).collapsed(false);
}

function panelBody(
  placed: { id: number; place: Place; panel: Panel },
  datasource: DatasourceRef,
  input: Input,
): SdkPanel {
  const { panel, id, place } = placed;
  if (panel.type === 'custom')
    return { title: panel.title, ...(panel.builder.build() as SdkPanel), id, gridPos: place };
  // the SDK says of every panel what is so anyway
  const { type, transparent: _transparent, repeatDirection: _direction, ...body } = panelBuilder(panel).build();
  const source = panel.type === 'traces' ? datasourceRef(panel.queries[0]?.datasource as never) : datasource;
  const links = (panel.links ?? []).filter((link) => link !== undefined && link !== false);
  for (const query of panel.queries) {
    if (query.kind !== 'panel-query') continue;
    mustBeRead(input, query.of.toExpr(input.histograms), `of the panel "${panel.title}"`, query);
  }
  return {
    id,
    type,
    title: panel.title,
    description: panel.description,
    gridPos: place,
    ...body,
    datasource: source,
    targets: targetsOf(panel, input.histograms).map((target, index) =>
      input.made({ datasource: source, ...target }, panel.queries[index] ?? panel),
    ) as unknown as Dataquery[],
    ...linksBody(links),
    ...repeatBody(panel),
    ...('minStep' in panel && panel.minStep ? { interval: panel.minStep } : {}),
    fieldConfig: {
      defaults: { ...defaults(panel, links), custom: body.fieldConfig?.defaults?.custom },
      overrides: overrides(panel),
    },
  };
}

function defaults(panel: Exclude<Panel, { type: 'custom' }>, links: readonly PanelLink[]): object {
  if (panel.type === 'traces') return {};
  const thresholds = 'thresholds' in panel ? panel.thresholds : undefined;
  const valueLinks = links.filter((link) => link.on === 'value');
  const mode =
    thresholds && panel.type !== 'timeseries' ? FieldColorModeId.Thresholds : FieldColorModeId.PaletteClassic;
  return {
    unit: panel.queries[0]?.unit,
    ...(panel.decimals === undefined ? {} : { decimals: panel.decimals }),
    ...(panel.min === undefined ? {} : { min: panel.min }),
    ...(panel.max === undefined ? {} : { max: panel.max }),
    ...(panel.noValue === undefined ? {} : { noValue: panel.noValue }),
    color: { mode },
    ...(panel.valueNames ? { mappings: valueMappings(panel.valueNames) } : {}),
    thresholds: { mode: ThresholdsMode.Absolute, steps: thresholdSteps(thresholds ?? [{ color: 'green' }]) },
    ...(valueLinks.length > 0 ? { links: valueLinks.map(linkBody) } : {}),
  };
}

function overrides(panel: Panel): FieldOverride[] {
  if (panel.type === 'custom' || panel.type === 'heatmap' || panel.type === 'traces') return [];
  const unit = panel.queries[0]?.unit ?? 'short';
  const byQuery = panel.queries.flatMap((query, index) => {
    const properties = propertiesOf(query, unit, panel.type === 'table');
    if (properties.length === 0) return [];
    const matcher =
      panel.type === 'table'
        ? { id: 'byName', options: query.column ?? valueColumn(panel, index) }
        : { id: 'byFrameRefID', options: refId(index) };
    return [{ matcher, properties }];
  });
  const byName = fixedColors(panel.queries).map(([name, fixedColor]) => ({
    matcher: { id: 'byName', options: name },
    properties: [{ id: 'color', value: { mode: 'fixed', fixedColor } }],
  }));
  return [...byQuery, ...bySeries(panel.queries), ...byName];
}

/** A unit for the series whose legend holds a word, such as a currency. */
function bySeries(queries: readonly PanelQuery[]): FieldOverride[] {
  const units = new Map(queries.flatMap(({ unitsBySeries = {} }) => Object.entries(unitsBySeries)));
  return [...units].map(([word, value]) => ({
    matcher: { id: 'byRegexp', options: `/\\b${word}\\b/` },
    properties: [{ id: 'unit', value }],
  }));
}

function linksBody(links: readonly PanelLink[]): object {
  const onPanel = links.filter((link) => link.on === 'panel');
  return onPanel.length > 0 ? { links: onPanel.map(linkBody) } : {};
}

function linkBody({ title, url, newTab }: PanelLink): object {
  return { title, url, targetBlank: newTab ?? false };
}

function repeatBody(panel: Panel): object {
  if (panel.type === 'custom' || panel.type === 'traces' || !panel.repeat) return {};
  return { repeat: panel.repeat.name, repeatDirection: 'h', maxPerRow: 4 };
}

function annotationBuilder(annotation: Annotation, datasource: DatasourceRef, input: Input) {
  const builder = new AnnotationQueryBuilder()
    .name(annotation.name)
    .datasource(datasource)
    .enable(annotation.enabled)
    .hide(false)
    .iconColor(annotation.color)
    .titleFormat(annotation.title);
  const target = {
    refId: 'Anno',
    expr: print(annotation.query.toExpr(input.histograms)),
    interval: annotation.step,
  };
  return inTheBar(input.made({ ...builder.build(), target: target as never }, annotation));
}

function linkBuilder(link: DashboardLink) {
  const builder = new DashboardLinkBuilder(link.title)
    .type(DashboardLinkType.Dashboards)
    .tags([link.tag])
    .asDropdown(true)
    .includeVars(true)
    .keepTime(true);
  return inTheBar(builder.build());
}

/** The SDK would move it from the bar above the panels into a menu. */
function inTheBar<T extends { placement?: unknown }>(link: T) {
  delete link.placement;
  return { build: () => link };
}
