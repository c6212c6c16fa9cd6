import { describe, expect, it } from 'vitest';
import { snapshotText, textDifferences } from '../../../src/testing/messages/snapshot.js';

const lines = (text: string) => text.split(' ').join('\n');
const hunks = (before: string, after: string) =>
  textDifferences('it', lines(before), lines(after)).map(({ message, expected, actual }) => [
    Number(message.split('line ')[1]),
    expected?.join(' '),
    actual?.join(' '),
  ]);

describe('how texts differ', () => {
  it('is told stretch by stretch, with the line of the old text', () => {
    expect(hunks('a b c d e', 'a b c d e')).toEqual([]);
    expect(hunks('a b c d e', 'a x c d y z e')).toEqual([
      [2, 'b', 'x'],
      [5, '', 'y z'],
    ]);
    expect(hunks('a b c', 'c')).toEqual([[1, 'a b', '']]);
    expect(hunks('a b a b', 'b a b a')).toEqual([
      [1, 'a', ''],
      [5, '', 'a'],
    ]);
  });

  it('ends where nobody would read on', () => {
    const many = Array.from({ length: 20 }, (_, index) => `${index} =`).join(' ');
    const differences = textDifferences('it', lines(many), lines(many.replaceAll(/\d+/g, '$&x')));
    expect(differences).toHaveLength(9);
    expect(differences.at(-1)?.message).toBe('it reads otherwise in 12 more places');
  });
});

describe('the text of a message', () => {
  it('shows blanks at the end of a line', () => {
    const message = { channel: 'msteamsv2', receiver: 'desk', to: 'a workflow', notes: ['12 bytes'] };
    expect(snapshotText('down', { ...message, parts: [{ name: 'title', text: 'a  ' }], problems: [] })).toBe(
      lines('obsctl_message:_down teams_to_a_workflow,_receiver_desk  title:_a·· (12_bytes) ').replaceAll('_', ' '),
    );
  });
});
