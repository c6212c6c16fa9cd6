/** Words as Unicode parts them: `it's` and `3.5` are one, `eu-west` is two. */
const words =
  /[\p{L}\p{N}\p{M}\p{Pc}]+(?:(?:['’.·:](?=\p{L})(?<=\p{L}.)|[.,;'](?=\p{N})(?<=\p{N}.))[\p{L}\p{N}\p{M}\p{Pc}]+)*/gu;

/** The first letter of each word large; with `small`, all others small. */
export function title(text: string, small: boolean): string {
  return text.replaceAll(words, (word) => {
    const first = word.search(/\p{L}/u);
    if (first < 0) return word;
    const letter = String.fromCodePoint(word.codePointAt(first) ?? 0);
    const rest = word.slice(first + letter.length);
    return word.slice(0, first) + upper(letter) + (small ? lower(rest) : rest);
  });
}

/** Letter by letter, as Go does: what would become two letters stays as it is. */
export function upper(text: string): string {
  return text.replaceAll(/\P{ASCII}|[a-z]+/gu, (part) => sameLength(part, part.toUpperCase()));
}

export function lower(text: string): string {
  return text.replaceAll(/\P{ASCII}|[A-Z]+/gu, (part) => sameLength(part, part.toLowerCase()));
}

function sameLength(before: string, after: string): string {
  return [...after].length === [...before].length ? after : before;
}
