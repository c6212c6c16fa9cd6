import type { NotificationJson } from '../../gotemplate/alertmanager.js';
import { notificationData } from '../../gotemplate/alertmanager.js';
import { renderField } from '../../gotemplate/library.js';
import type { Library } from '../../gotemplate/render.js';
import type { Value } from '../../gotemplate/values.js';
import type { ChannelMessage, MessagePart, MessageProblem } from '../../types/messages.js';

/** A channel of a receiver, as the configuration has it. */
export type ChannelConfig = Readonly<Record<string, unknown>>;

/** What a message is made of, beside its channel. */
export interface Notification {
  readonly receiver: string;
  readonly data: NotificationJson;
  /** Alertmanager's name of the group. */
  readonly groupKey: string;
  readonly library: Library;
  /** Of Alertmanager; without one, the newest that is known. */
  readonly version?: string | undefined;
}

/** Renders the fields of one channel, and keeps what there is to say about them. */
export interface Composer {
  readonly data: Value;
  /** A field of the configuration, or its default, rendered. */
  field(config: ChannelConfig, name: string, fallback?: string): string;
  /** A text that is no field by itself, such as the title of a button. */
  text(name: string, template: unknown): string;
  html(name: string, template: string): string | undefined;
  note(text: string): void;
  /** The text, cut as Alertmanager cuts it. */
  cut(text: string, runes: number, what: string): string;
  /** The message, with what was said about it meanwhile. */
  message(
    of: Pick<ChannelMessage, 'channel' | 'to' | 'parts'> & Pick<Partial<ChannelMessage>, 'body' | 'html'>,
  ): ChannelMessage;
}

export function composer({ receiver, data: json, library, version }: Notification): Composer {
  const data = notificationData(json, version);
  const notes: string[] = [];
  const problems: MessageProblem[] = [];
  const rendered = (field: string, template: string, html: boolean): string | undefined => {
    const { text, problem } = renderField(template, data, library, { html });
    if (!problem) return text ?? '';
    const { message, help, template: inside } = problem;
    problems.push({ field, message: inside ? `${message}, in "${inside}"` : message, ...(help ? { help } : {}) });
    return undefined;
  };
  const text = (field: string, template: unknown) =>
    template === undefined || template === null ? '' : (rendered(field, String(template), false) ?? '');
  return {
    data,
    text,
    field: (config, name, fallback = '') => text(name, config[name] ?? fallback),
    html: (name, template) => rendered(name, template, true),
    note: (one) => {
      notes.push(one);
    },
    cut: (whole, runes, what) => {
      const letters = [...whole];
      if (letters.length <= runes) return whole;
      notes.push(`${what} has ${letters.length} characters and is cut after ${runes}`);
      return `${letters.slice(0, runes - 1).join('')}…`;
    },
    message: (of) => ({ receiver, ...of, parts: of.parts.filter(isSaid), notes, problems }),
  };
}

function isSaid({ text }: MessagePart): boolean {
  return text !== '';
}

/** JSON as Alertmanager posts it: nothing in it could be taken for markup. */
export function posted(value: unknown): string {
  const json = JSON.stringify(value).replaceAll(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `${json}\n`;
}

/** The properties that say something; Alertmanager leaves out the others. */
export function filled<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, one]) => one !== '' && one !== undefined && one !== false),
  ) as Partial<T>;
}

/** The objects of a list in the configuration. */
export function objects(value: unknown): readonly ChannelConfig[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : [];
}
