import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Each is read by obsctl's own loader, so that the catalogue says what `obsctl build` compiles. */
const source = `
  export { loadProject } from './src/load/project.js';
  export { print } from './src/promql/print.js';
  export { checks } from './src/checks/all.js';
  export { liveChecks } from './src/commands/live/checks.js';
  export { compile } from './src/compile/compile.js';
  export { mutantsOf } from './src/testing/mutation/mutants.js';
`;

/** The definitions of one environment, and how its queries print. */
export async function loadDefinitions(root, environment) {
  // inside the package, so that it finds itself and its dependencies by name
  const outfile = join(root, '.obsctl', `docs-${process.pid}.cjs`);
  await build({
    stdin: { contents: source, resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    logLevel: 'warning',
    define: { 'import.meta.url': 'importMetaUrl' },
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  });
  try {
    const { checks, compile, liveChecks, loadProject, mutantsOf, print } = createRequire(import.meta.url)(outfile);
    const project = loadProject({ cwd: root, environments: [environment] });
    const { definitions, config } = project.environments[0];
    return {
      environment,
      definitions,
      checks,
      liveChecks,
      expr: (query) => print(query.toExpr(config.histograms ?? 'classic')),
      rules: () => compile(project.name, project.environments[0]).resources.filter(isRules).flatMap(rulesOf),
      mutantsOf,
    };
  } finally {
    rmSync(outfile);
  }
}

const isRules = ({ kind }) => kind === 'prometheus/rules';
const rulesOf = ({ body }) => body.groups.flatMap(({ rules }) => rules);
