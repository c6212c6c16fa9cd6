import { type NotificationJson, notificationData } from '../../gotemplate/alertmanager.js';
import { renderField } from '../../gotemplate/library.js';
import type { Library } from '../../gotemplate/render.js';

/**
 * All that can be read of a message: each field that is a template, of each channel of the receiver.
 * @param receiver as it stands in the configuration
 */
export function messageTexts(
  receiver: object,
  data: NotificationJson,
  library: Library,
  version: string,
): readonly string[] {
  const value = notificationData(data, version);
  const channels = Object.entries(receiver).flatMap(([key, list]) =>
    key.endsWith('_configs') ? (list as unknown[]) : [],
  );
  return leaves(channels).map(([name, template]) => {
    const { text, problem } = renderField(template, value, library, { html: name === 'html' });
    return text ?? `cannot be rendered: ${problem?.message}`;
  });
}

function leaves(value: unknown, name = ''): readonly (readonly [name: string, template: string])[] {
  if (typeof value === 'string') return value.includes('{{') ? [[name, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, key));
}
