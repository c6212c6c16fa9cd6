/**
 * Where a change is, as a text: keys, names of things and positions in lists, separated by slashes; a slash in one of
 * them is `~1` and a tilde `~0`, as in a JSON pointer. The empty path is the whole resource.
 */
export function pathText(steps: readonly string[]): string {
  return steps.map(escaped).join('/');
}

function escaped(step: string): string {
  return /[~/]/.test(step) ? step.replaceAll('~', '~0').replaceAll('/', '~1') : step;
}

export function stepsOf(path: string): string[] {
  if (path === '') return [];
  const steps = path.split('/');
  return path.includes('~') ? steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')) : steps;
}
