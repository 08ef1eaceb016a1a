import { describe, expect, it } from 'vitest';
import { withoutSecretsOfCalls } from '../../../main/call-notes.ts';
import { defaultPolicy } from '../../../shared/redaction/index.ts';

const call = {
  channelId: '0b6f3a53-3d4e-4d6e-8a50-5a3c1f3a9a10',
  with: { kind: 'number', number: '+49 30 901820', name: '' },
  call: { direction: 'in', at: 1, minutes: 3, outcome: 'answered', recording: null },
} as const;

describe('what was noted of a call', () => {
  it('loses a card number before it reaches the vault, and keeps the rest', () => {
    const { notes, ...rest } = withoutSecretsOfCalls('conversation.log-call', { ...call, notes: 'She read out 4111 1111 1111 1111 for order 17.' }, () => defaultPolicy);
    expect(notes).toBe('She read out [card **** 1111] for order 17.');
    expect(rest).toEqual(call);
  });

  it('is the only thing that is looked into', () => {
    const reply = { id: '0b6f3a53-3d4e-4d6e-8a50-5a3c1f3a9a10' as never, text: '4111 1111 1111 1111' };
    expect(withoutSecretsOfCalls('conversation.reply', reply, () => expect.fail('nothing is to be looked into'))).toBe(reply);
  });
});
