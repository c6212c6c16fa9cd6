/** What a function throws when it cannot answer; whoever called it knows the place. */
export function refuse(message: string): never {
  throw Object.assign(new Error(message), { refused: true });
}

export function refusalOf(error: unknown): string | undefined {
  return error instanceof Error && 'refused' in error ? error.message : undefined;
}
