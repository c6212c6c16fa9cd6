/** Whether a version such as `0.28` or `2.53.1` is another one or later; patches do not count. */
export function isAtLeast(version: string, other: string): boolean {
  const [[major = 0, minor = 0] = [], [otherMajor = 0, otherMinor = 0] = []] = [version, other].map((one) =>
    one.split('.').map(Number),
  );
  return major === otherMajor ? minor >= otherMinor : major > otherMajor;
}
