import { alertAbsentFor } from './alert/absent-for.js';
import { alertBurnRate } from './alert/burn-rate.js';
import { alertExternalLabel } from './alert/external-label.js';
import { alertForShort } from './alert/for-short.js';
import { alertFragile } from './alert/fragile.js';
import { alertKeepFiring } from './alert/keep-firing.js';
import { alertLabelMissing } from './alert/label-missing.js';
import { alertMissingRunbook } from './alert/missing-runbook.js';
import { alertMissingSeverity } from './alert/missing-severity.js';
import { alertMissingSummary } from './alert/missing-summary.js';
import { alertMissingTest } from './alert/missing-test.js';
import { alertNoCondition } from './alert/no-condition.js';
import { alertRatioNoFor } from './alert/ratio-no-for.js';
import { alertValueInLabel } from './alert/value-in-label.js';
import { alertmanagerConfig } from './alertmanager/config.js';
import { alertmanagerDeprecated } from './alertmanager/deprecated.js';
import { inhibitBothSides, inhibitNever, inhibitUseless } from './alertmanager/inhibit.js';
import { intervalNever, intervalOverlap, intervalUnused, routeNeverActive } from './alertmanager/intervals.js';
import { alertNotProved } from './alertmanager/not-proved.js';
import { alertNobody, alertUnrouted, routeNoAlert, routeSilentHours } from './alertmanager/proof.js';
import { receiverNoChannel, receiverUnused } from './alertmanager/receivers.js';
import { routeRepeatInterval } from './alertmanager/timing.js';
import { routeContradiction, routeUnreachable } from './alertmanager/unreachable.js';
import { matcherMisspelt, routeGroupBy } from './alertmanager/values.js';
import { alertmanagerVersion } from './alertmanager/version.js';
import type { Check } from './check.js';
import { panelOverflow, panelOverlap } from './dashboard/layout.js';
import { dashboardUid, linkDashboard } from './dashboard/links.js';
import { variableMulti } from './dashboard/multi.js';
import { variableOldForm } from './dashboard/old-form.js';
import { variableCycle, variableDuplicate } from './dashboard/variable-names.js';
import {
  dashboardDatasourceVariable,
  dashboardEditable,
  variableRefresh,
  variableUndefined,
  variableUnused,
} from './dashboard/variables.js';
import { metricHelp } from './metric/help.js';
import { metricCamelCase, metricColon, metricLabelName, metricTypeInName } from './metric/name.js';
import { metricReserved, metricTotal } from './metric/suffix.js';
import { metricUnit, metricUnitMissing } from './metric/unit.js';
import { panelDatasource, panelDescription, panelNoQueries, panelNoUnit, panelTitle } from './panel/basics.js';
import { panelLegendLabel } from './panel/legend-label.js';
import { panelHidden, panelLokiRange, panelRefId, panelThresholds } from './panel/queries.js';
import { panelRateInterval } from './panel/rate-interval.js';
import { panelUnit } from './panel/unit.js';
import { promqlBareCounter } from './promql/bare-counter.js';
import { promqlBeyondRetention } from './promql/beyond-retention.js';
import { promqlExperimental } from './promql/experimental.js';
import { promqlImpossibleLabel } from './promql/impossible-label.js';
import { promqlJoinNever } from './promql/join-never.js';
import { promqlLeInteger } from './promql/le-integer.js';
import { promqlNan } from './promql/nan.js';
import { promqlAlways, promqlNever } from './promql/never.js';
import { promqlQuantileLe } from './promql/quantile-le.js';
import { promqlRateOfSum } from './promql/rate-of-sum.js';
import { promqlRegexp } from './promql/regexp.js';
import { promqlShortRange } from './promql/short-range.js';
import { promqlSyntax, promqlType } from './promql/syntax.js';
import { promqlUnknownLabel, promqlUnknownValue } from './promql/unknown-label.js';
import { promqlUnknownMetric } from './promql/unknown-metric.js';
import { promqlVersion } from './promql/version.js';
import { promqlWrongType } from './promql/wrong-type.js';
import { ruleCycle } from './rule/cycle.js';
import { ruleDuplicate } from './rule/duplicate.js';
import { ruleInterval } from './rule/interval.js';
import { ruleName } from './rule/name.js';
import { ruleOrder } from './rule/order.js';
import { ruleReservedLabel } from './rule/reserved-label.js';
import { ruleShape } from './rule/shape.js';
import { ruleUnusedRecord } from './rule/unused-record.js';
import { ruleVersion } from './rule/version.js';
import { templateHtml } from './template/html.js';
import { templateNeedsVersion } from './template/needs-version.js';
import { templateSyntax } from './template/syntax.js';
import { templateTooLong } from './template/too-long.js';
import { templateUndefined } from './template/undefined.js';
import { templateUnknownField } from './template/unknown-field.js';
import { templateUnknownFunction } from './template/unknown-function.js';
import { templateUnused } from './template/unused.js';
import { templateWrongArgument } from './template/wrong-argument.js';

/** Every check; a new one is one file and its line here. */
export const checks: readonly Check[] = [
  promqlSyntax,
  promqlType,
  promqlUnknownMetric,
  promqlUnknownLabel,
  promqlUnknownValue,
  promqlWrongType,
  promqlQuantileLe,
  promqlRateOfSum,
  promqlBareCounter,
  promqlImpossibleLabel,
  promqlJoinNever,
  promqlNever,
  promqlAlways,
  promqlNan,
  promqlShortRange,
  promqlBeyondRetention,
  promqlExperimental,
  promqlVersion,
  promqlLeInteger,
  promqlRegexp,
  ruleShape,
  ruleVersion,
  ruleDuplicate,
  ruleCycle,
  ruleOrder,
  ruleReservedLabel,
  ruleUnusedRecord,
  ruleInterval,
  ruleName,
  metricTotal,
  metricReserved,
  metricLabelName,
  metricUnit,
  metricUnitMissing,
  metricTypeInName,
  metricColon,
  metricCamelCase,
  metricHelp,
  alertNoCondition,
  alertLabelMissing,
  alertExternalLabel,
  alertValueInLabel,
  alertFragile,
  alertBurnRate,
  alertRatioNoFor,
  alertAbsentFor,
  alertMissingSummary,
  alertMissingRunbook,
  alertMissingTest,
  alertMissingSeverity,
  alertKeepFiring,
  alertForShort,
  panelNoQueries,
  panelDatasource,
  panelRateInterval,
  panelLegendLabel,
  panelTitle,
  panelDescription,
  panelNoUnit,
  panelUnit,
  panelRefId,
  panelHidden,
  panelThresholds,
  panelLokiRange,
  panelOverlap,
  panelOverflow,
  variableUndefined,
  variableUnused,
  variableDuplicate,
  variableCycle,
  variableMulti,
  variableRefresh,
  variableOldForm,
  dashboardDatasourceVariable,
  dashboardEditable,
  dashboardUid,
  linkDashboard,
  alertmanagerConfig,
  alertmanagerVersion,
  templateSyntax,
  templateUnknownFunction,
  templateNeedsVersion,
  templateUndefined,
  templateUnknownField,
  templateWrongArgument,
  templateHtml,
  templateUnused,
  alertmanagerDeprecated,
  routeUnreachable,
  routeContradiction,
  routeNeverActive,
  routeSilentHours,
  routeNoAlert,
  routeGroupBy,
  routeRepeatInterval,
  alertNobody,
  alertUnrouted,
  alertNotProved,
  matcherMisspelt,
  receiverUnused,
  receiverNoChannel,
  inhibitNever,
  inhibitBothSides,
  inhibitUseless,
  intervalNever,
  intervalOverlap,
  intervalUnused,
  templateTooLong,
];
