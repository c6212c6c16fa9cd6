import type { EnvironmentCoverage, Mutation, TestReport, TestResult } from '../types/testing.js';

/** The part of `obsctl test` in the machine-readable form. */
export function testBody({ tests, snapshots, coverage, mutation }: TestReport): object {
  return {
    ...(tests ? resultsBody(tests) : {}),
    ...(snapshots ? { snapshots } : {}),
    ...(coverage ? { coverage: coverage.map(coverageBody) } : {}),
    ...(mutation ? { mutation: mutation.map(mutationBody) } : {}),
  };
}

function resultsBody(tests: readonly TestResult[]): object {
  const count = (status: TestResult['status']) => tests.filter((one) => one.status === status).length;
  return {
    summary: { passed: count('passed'), failed: count('failed'), skipped: count('skipped') },
    tests: tests.map(({ origin, differences, ...rest }) => ({
      ...rest,
      ...origin,
      differences: differences.map(({ origin: place, ...difference }) => ({ ...difference, ...place })),
    })),
  };
}

function coverageBody({ environment, parts }: EnvironmentCoverage): object {
  return {
    environment,
    parts: parts.map(({ untested, ...part }) => ({
      ...part,
      untested: untested.map(({ name, origin }) => ({ name, ...origin })),
    })),
  };
}

function mutationBody({ survivors, ...rest }: Mutation): object {
  return { ...rest, survivors: survivors.map(({ origin, ...survivor }) => ({ ...survivor, ...origin })) };
}
