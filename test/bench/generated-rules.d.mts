export function generatedRules(count: number, faults?: number): string;
