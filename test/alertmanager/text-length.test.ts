import { expect, it } from 'vitest';
import { textLength } from '../../src/alertmanager/text-length.js';

it('counts the letters of a text message as phones do', () => {
  expect(textLength('a'.repeat(160))).toEqual({ length: 160, room: 160, messages: 1 });
  expect(textLength('a'.repeat(161))).toEqual({ length: 161, room: 160, messages: 2 });
  expect(textLength('a'.repeat(307))).toMatchObject({ messages: 3 });
});

it('counts brackets and the euro twice', () => {
  expect(textLength('[€]')).toMatchObject({ length: 6, messages: 1 });
});

it('has room for 70 letters where one is of no GSM phone', () => {
  expect(textLength(`✅${'a'.repeat(69)}`)).toEqual({ length: 70, room: 70, messages: 1, foreign: '✅' });
  expect(textLength(`✅${'a'.repeat(70)}`)).toMatchObject({ length: 71, messages: 2, foreign: '✅' });
});
