import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OpenedVault } from '../../../main/boundary/opened-vault.ts';
import { checkDraft, noteLines } from '../../../main/draft-check.ts';
import { ConversationId } from '../../../shared/domain/ids.ts';
import { RedactionPolicy } from '../../../shared/redaction/index.ts';
import { runs } from '../../doubles/how-often.ts';

const id = ConversationId.parse('0b6f3a53-3d4e-4d6e-8a50-5a3c1f3a9a10');
const note = 'Warehouse confirms: labels S and M were mixed up.\nShort line.';
const opened = { customer: { name: 'Anna Berg' }, messages: [{ kind: 'note', text: note }, { kind: 'inbound', text: 'What the customer wrote, at some length.' }] };
/** Of this laptop's cache: this one conversation. */
const vault = { query: (name: string) => Promise.resolve(name === 'conversation.open' ? opened : { hits: [], near: [] }) } as unknown as OpenedVault;
const check = (text: string, kind: 'reply' | 'note' = 'reply', policy = RedactionPolicy.parse({})) => checkDraft({ policy: () => policy, vault: () => vault }, { id, kind, text });

test('what the policy destroys stops a draft; what it only masks does not', async () => {
  expect(await check('Refund to 4242 4242 4242 4242, call +49 30 901820')).toEqual([{ type: 'card', start: 10, end: 29, stops: true }]);
});

test('a number that marks split stops a reply and a note, and is shown where it was written', async () => {
  const text = '**Refund** to 4242 **4242** 4242 4242.';
  for (const kind of ['reply', 'note'] as const) {
    const [found] = await check(text, kind);
    expect(found, kind).toMatchObject({ type: 'card', stops: true });
    expect(text.slice(found?.start, found?.end)).toBe('4242 **4242** 4242 4242');
  }
  expect(await check('**{{gap|}}**')).toEqual(await check('{{gap|}}').then((plain) => plain.map((one) => ({ ...one, start: one.start + 2, end: one.end + 2 }))));
});

test('the policy decides for what goes out', async () => {
  const strict = RedactionPolicy.parse({ overrides: [{ direction: 'out', types: { phone: { action: 'destroy' } } }] });
  expect(await check('call +49 30 901820', 'reply', strict)).toMatchObject([{ type: 'phone', stops: true }]);
  expect(await check('call +49 30 901820', 'reply', RedactionPolicy.parse({ overrides: [{ direction: 'in', types: { phone: { action: 'destroy' } } }] }))).toEqual([]);
});

test('a line of an internal note is pointed out in a reply, and stops nothing; in a note it may stand', async () => {
  const text = `Dear customer,\nWarehouse confirms: labels S and M were mixed up.\nShort line.`;
  expect(await check(text)).toEqual([{ type: 'internal-note', start: 15, end: 64, stops: false }]);
  expect(await check(text, 'note')).toEqual([]);
  expect(await check('What the customer wrote, at some length.')).toEqual([]);
});

test('while nothing is open nothing is looked through', async () => {
  await expect(checkDraft({ policy: () => RedactionPolicy.parse({}), vault: () => null }, { id, kind: 'reply', text: 'x' })).rejects.toMatchObject({ kind: 'not-now' });
});

test('whatever is written, what is found of notes stands where it is said to stand', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (text, notes) => {
      for (const { start, end } of noteLines(text, notes)) expect(notes.some((each) => each.includes(text.slice(start, end)))).toBe(true);
    }),
    runs(200),
  );
});
