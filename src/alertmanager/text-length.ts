/** The letters of text messages; those of the second row count twice. */
const gsm =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const gsmTwice = '\f^{}\\[~]|€';

export interface TextLength {
  /** Characters as they count, and how many fit in one message. */
  readonly length: number;
  readonly room: number;
  /** How many messages a phone gets. */
  readonly messages: number;
  /** The first letter that is not of the GSM alphabet: one is enough to halve the room. */
  readonly foreign?: string;
}

/** How long a text is as a text message. */
export function textLength(text: string): TextLength {
  const letters = [...text];
  const foreign = letters.find((letter) => !gsm.includes(letter) && !gsmTwice.includes(letter));
  if (foreign !== undefined) return { ...counted(text.length, 70, 67), foreign };
  const twice = letters.filter((letter) => gsmTwice.includes(letter)).length;
  return counted(letters.length + twice, 160, 153);
}

function counted(length: number, room: number, roomOfMany: number): Omit<TextLength, 'foreign'> {
  return { length, room, messages: length <= room ? 1 : Math.ceil(length / roomOfMany) };
}
