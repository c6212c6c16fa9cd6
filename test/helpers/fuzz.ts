/** How many mutants a test makes: a sample of its own, or as many as `OBSCTL_FUZZ` says; 100000 is the whole. */
export function fuzzCount(sample: number): number {
  return Number(process.env.OBSCTL_FUZZ ?? sample);
}

/** What needs longer than this hangs. */
const longest = 1_000;

/** Of the processor's time, as a busy machine may let anybody wait. */
export function hangs(work: () => void): string | undefined {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  const milliseconds = Math.round((user + system) / 1_000);
  return milliseconds > longest ? `took ${milliseconds} ms` : undefined;
}
