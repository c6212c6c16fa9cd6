import type { Explanation } from '../types/explain.js';
import type { Diagnostic, Edit, Origin, Report } from '../types.js';
import { version } from '../version.js';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

/** SARIF 2.1.0, which code scanning and editors read: findings, and what their checks say. */
export function sarif({ diagnostics, about = [], exitCode }: Report): string {
  const codes = [...new Set(diagnostics.map(({ code }) => code))];
  const rules = codes
    .map((code) => about.find((one) => one.code === code))
    .map((one, index) => rule(codes[index], one));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'obsctl', semanticVersion: version, rules } },
        invocations: [{ executionSuccessful: exitCode < 2 }],
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map((one) => result(one, codes)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function rule(id = '', about: Explanation | undefined): object {
  if (!about) return { id };
  const { severity, summary, why, good, bad } = about;
  const examples = [...bad.map((one) => `Not right: ${one}`), ...good.map((one) => `Right: ${one}`)].join('\n');
  return {
    id,
    shortDescription: { text: `${summary[0]?.toUpperCase()}${summary.slice(1)}.` },
    fullDescription: { text: why },
    help: { text: `${why}\n\n${examples}` },
    defaultConfiguration: { level: levels[severity] },
  };
}

function result({ code, severity, message, help, origin, edit }: Diagnostic, codes: readonly string[]): object {
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: levels[severity],
    message: { text: help ? `${message}\n${help}` : message },
    ...(origin ? { locations: [location(origin)] } : {}),
    ...(edit ? { fixes: [fixBy(edit)] } : {}),
  };
}

function location({ file, line, column, endLine, endColumn }: Origin): object {
  const end = endLine === undefined ? {} : { endLine, endColumn };
  return {
    physicalLocation: {
      artifactLocation: { uri: uri(file) },
      region: { startLine: line, startColumn: column, ...end },
    },
  };
}

function fixBy({ file, start, end, text }: Edit): object {
  const deletedRegion = { charOffset: start, charLength: end - start };
  const replacements = [{ deletedRegion, insertedContent: { text } }];
  return { artifactChanges: [{ artifactLocation: { uri: uri(file) }, replacements }] };
}

function uri(file: string): string {
  const path = file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${path}` : path;
}
