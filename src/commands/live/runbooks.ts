import type { Everything } from '../../checks/model/everything.js';
import type { FoundRule } from '../../checks/model/rules.js';
import { deadLinks } from '../../targets/links.js';
import type { World } from '../../targets/world.js';
import type { Path } from '../../types.js';
import type { LiveNote } from './checks.js';
import type { KeptAnswers } from './kept-answers.js';

/** Runbooks of alerts that do not answer. Links that a template completes are known only once an alert fires. */
export async function deadRunbooks(options: {
  readonly all: Everything;
  readonly world: Pick<World, 'variables'>;
  readonly kept: KeptAnswers;
  readonly progress?: ((step: string) => void) | undefined;
}): Promise<{ readonly rule: FoundRule; readonly path: Path; readonly note: LiveNote }[]> {
  const { all, world, kept, progress } = options;
  const runbooks = all.rules.flatMap((rule) => {
    const key = rule.annotations.runbook_url ? 'runbook_url' : 'runbook';
    const link = rule.annotations[key] ?? '';
    return /^https?:\/\//.test(link) && !link.includes('{{') && URL.canParse(link) ? [{ rule, key, link }] : [];
  });
  const links = [...new Set(runbooks.map(({ link }) => link))];
  const toAsk = links.filter((link) => kept.get(`link ${link}`) === undefined);
  const dead = await deadLinks(toAsk, world, (left) => progress?.(`${left} runbooks to go`));
  for (const link of toAsk) if (!dead.has(link)) kept.keep(`link ${link}`, true);
  return runbooks.flatMap(({ rule, key, link }) => {
    const trouble = dead.get(link);
    if (trouble === undefined) return [];
    const note = {
      code: 'live/runbook-link' as const,
      message: `the runbook ${link} ${trouble}`,
      help: 'write the page, or correct the link',
      // one host that is away is one cause, however many pages it has
      cause: `${new URL(link).origin} ${trouble}`,
    };
    return [{ rule, path: [...rule.path, 'annotations', key], note }];
  });
}
