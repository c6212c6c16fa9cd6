/**
 * What a literal block of YAML means: whole lines without their indentation, and of the line breaks at its end one, with
 * `-` none and with `+` all.
 * @param chomping clip, strip or keep, in the numbers of js-yaml
 */
export function literalText(block: string, indent: number, chomping: 1 | 2 | 3): string {
  let lines = '';
  for (let at = 0; at < block.length; ) {
    const behind = block.indexOf('\n', at) + 1;
    lines += block.slice(Math.min(at + indent, behind - 1), behind);
    at = behind;
  }
  if (chomping === 3) return lines;
  let end = lines.length;
  while (end > 0 && lines[end - 1] === '\n') end -= 1;
  return lines.slice(0, chomping === 1 && end > 0 ? end + 1 : end);
}
