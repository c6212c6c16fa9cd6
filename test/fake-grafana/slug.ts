const letters: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', ø: 'o', æ: 'ae', å: 'a' };

/** A title as it stands in links: what is no letter of ASCII is transcribed, or written as its bytes. */
export function slug(title: string): string {
  const written = [...title.toLowerCase()].map((character) => {
    if (/[a-z0-9]/.test(character)) return character;
    if (letters[character]) return letters[character];
    const plain = character.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
    if (/^[a-z0-9]+$/.test(plain)) return plain;
    return character.charCodeAt(0) < 128 ? '-' : `${Buffer.from(character).toString('hex')}-`;
  });
  return written.join('').replace(/-+/g, '-').replace(/^-|-$/g, '');
}
