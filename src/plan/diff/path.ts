/**
 * Where a change is, as a text: keys, names of things and positions in lists, separated by slashes; a slash in one of
 * them is `~1` and a tilde `~0`, as in a JSON pointer. The empty path is the whole resource.
 */
export function pathText(steps: readonly string[]): string {
  return steps.map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
}

export function stepsOf(path: string): string[] {
  if (path === '') return [];
  return path.split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
