import type { Everything } from '../checks/model/everything.js';
import { deadLinks } from '../targets/links.js';
import type { World } from '../targets/world.js';
import type { Diagnostic } from '../types.js';

/** Runbooks of alerts that do not answer. Links that a template completes are known only once an alert fires. */
export async function deadRunbooks(options: {
  readonly all: Everything;
  readonly world: Pick<World, 'variables'>;
  readonly progress?: ((step: string) => void) | undefined;
}): Promise<Diagnostic[]> {
  const { all, world, progress } = options;
  const runbooks = all.rules.flatMap((rule) => {
    const key = rule.annotations.runbook_url ? 'runbook_url' : 'runbook';
    const link = rule.annotations[key] ?? '';
    return /^https?:\/\//.test(link) && !link.includes('{{') && URL.canParse(link) ? [{ rule, key, link }] : [];
  });
  const dead = await deadLinks(
    runbooks.map(({ link }) => link),
    world,
    (left) => progress?.(`${left} runbooks to go`),
  );
  return runbooks.flatMap(({ rule: { owner, subject, path }, key, link }) => {
    const trouble = dead.get(link);
    if (trouble === undefined) return [];
    return {
      code: 'live/runbook-link',
      severity: 'warning' as const,
      message: `${owner}: the runbook ${link} ${trouble}`,
      help: 'write the page, or correct the link',
      // one host that is away is one cause, however many pages it has
      cause: `${new URL(link).origin} ${trouble}`,
      origin: subject.place([...path, 'annotations', key]),
    };
  });
}
