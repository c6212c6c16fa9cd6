import { type Client, refusal } from '../client.js';

export interface KnownAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly fingerprint: string;
  readonly startsAt: string;
  readonly status: {
    readonly state: string;
    readonly inhibitedBy: readonly string[];
    readonly silencedBy: readonly string[];
    /** Names of time intervals; older servers do not say them. */
    readonly mutedBy?: readonly string[];
  };
}

/** The alerts that an Alertmanager has, told or muted. */
export async function knownAlerts(client: Client, url: string): Promise<readonly KnownAlert[]> {
  const answer = await client.ask('/api/v2/alerts');
  if (!answer.ok) throw refusal(url, 'for its alerts', answer);
  return answer.json as readonly KnownAlert[];
}
