import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDeviceMail, readUnknownCommand } from '../../../../hub/gateway/frame-reader.ts';
import { Command } from '../../../../shared/contract/wire/index.ts';
import { inPlainWords } from '../../../../shared/contract/wire/older-hub.ts';
import { ForwardWish } from '../../../../shared/contract/console/forwarding.ts';
import { runs } from '../../../doubles/how-often.ts';

const known = Command.options.map((option) => option.shape.do.value);
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const command = (does: unknown, more: Readonly<Record<string, unknown>> = {}) => ({ m: 'command', key: randomUUID(), at: 1, command: { ...more, do: does } });

describe('a command that this hub does not have', () => {
  it('is known by its key, whatever else it holds', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60 }).filter((does) => !known.includes(does as never)), fc.dictionary(fc.string().filter((key) => key !== '__proto__'), fc.jsonValue()), (does, more) => {
        const mail = command(does, more);
        expect(readDeviceMail(bytes(mail))).toBeNull();
        expect(readUnknownCommand(bytes(mail))).toEqual({ key: mail.key });
      }),
      runs(200),
    );
  });

  it('is none that it has, however wrong that is, and nothing that is no command', () => {
    for (const does of known) expect(readUnknownCommand(bytes(command(does)))).toBeNull();
    for (const mail of [command(7), command(''), command('x'.repeat(61)), { ...command('later'), key: 'no key' }, { ...command('later'), m: 'draft' }, { ...command('later'), command: null }]) expect(readUnknownCommand(bytes(mail))).toBeNull();
  });

  it('is in no bytes that happen to come, and none make it fail', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.json().map((text) => Buffer.from(text))), (data) => {
        expect(readUnknownCommand(data)).toBeNull();
      }),
      runs(300),
    );
  });
});

describe('what a schema says of a field that came after it', () => {
  it('is told in plain words, as it stands in the contract: a forwarded mail with formatting, for a hub that knows none', () => {
    const wish = { conversation: randomUUID(), messageId: randomUUID(), to: 'ida@mail.example', messages: null, text: '**Now**', format: 'marked' };
    expect(ForwardWish.safeParse(wish).success).toBe(true);
    const before = ForwardWish.omit({ format: true }).safeParse(wish);
    // In the words in which every hub has put it so far (hub/admin/admin-api.ts).
    const said = `Not done. ${before.error?.issues.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`).join('; ') ?? ''}.`;
    expect(inPlainWords(said)).toMatch(/^It was not done: the hub is older .* Ask IT to update the hub\. Without what is new/u);
  });
});
