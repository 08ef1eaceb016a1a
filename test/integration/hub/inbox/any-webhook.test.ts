import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBody } from '../../../../hub/channels/meta/webhook-item.ts';
import { HubEvent } from '../../../../shared/contract/wire/index.ts';
import { runs } from '../../../doubles/how-often.ts';
import { instagramBody, instagramId, instagramMessage, statusOf, textOf, whatsAppBody, whatsAppMessage, whatsAppMessages } from '../../../doubles/meta-provider.ts';
import { type MetaHub, openMetaHub } from './meta-hub.ts';

let unique = 0;
const anna = { userId: 'DE.1349', phone: '491700000001', name: 'Anna' };
const odd = fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom(null, 0, -1, 1e308, '', [], {}, { __proto__: null }, '\ud800', 'a'.repeat(3_000), '4111 1111 1111 1111', '__proto__', 'constructor'));
const contents = fc.oneof(
  fc.tuple(fc.constantFrom('text', 'location', 'contacts', 'button', 'interactive', 'reaction', 'order', 'system', 'unsupported', 'image', 'audio', 'edit', 'revoke', 'hologram', 'toString'), odd).map(([type, content]) => ({ type, [type]: content })),
  fc.string({ unit: 'binary', maxLength: 200 }).map(textOf),
  fc.tuple(fc.nat(40), fc.string({ unit: 'binary', maxLength: 200 })).map(([of, text]) => ({ type: 'edit', edit: { original_message_id: `wamid.f${of}`, message: textOf(text) } })),
  fc.nat(40).map((of) => ({ type: 'revoke', revoke: { original_message_id: `wamid.f${of}` } })),
);
const named = fc.constantFrom('id', 'from', 'from_user_id', 'timestamp', 'context', 'type', 'mid', 'message', 'sender', 'recipient', 'read', 'reaction', 'postback', 'edit', 'original_message_id', 'message_edit', 'num_edit', 'attachments', 'contacts', 'metadata', 'messages', 'statuses', 'value', 'changes', 'entry', 'object', 'messaging');

/** Puts something odd in the place of whatever goes by a name in a body, at any depth. */
const spoilt = (value: unknown, name: string, by: unknown): unknown => {
  if (Array.isArray(value)) return value.map((each: unknown) => spoilt(each, name, by));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, key === name ? by : spoilt(each, name, by)]));
};
const bent = (body: fc.Arbitrary<unknown>) => fc.oneof(body, fc.tuple(body, named, odd).map(([value, name, by]) => spoilt(value, name, by)));
const bytes = (bodies: fc.Arbitrary<unknown>) =>
  fc.oneof(
    { arbitrary: bent(bodies).map((value) => Buffer.from(JSON.stringify(value) ?? 'null')), weight: 8 },
    { arbitrary: fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))), weight: 1 },
    { arbitrary: fc.uint8Array({ maxLength: 200 }).map((raw) => Buffer.from(raw)), weight: 1 },
    { arbitrary: fc.tuple(bent(bodies), fc.nat(400)).map(([value, at]) => Buffer.from(JSON.stringify(value) ?? 'null').subarray(0, at)), weight: 1 },
  );

const whatsApp = fc
  .tuple(fc.array(contents, { maxLength: 3 }), fc.array(fc.constantFrom('sent', 'delivered', 'read', 'failed', 'warped'), { maxLength: 2 }))
  .map(([messages, statuses]) => {
    const made = messages.map((content) => whatsAppMessage(anna, content, `wamid.f${(unique += 1)}`));
    return whatsAppBody({ contacts: made.map(({ contact }) => contact), messages: made.map(({ message }) => message), statuses: statuses.map((status) => statusOf(`wamid.s${(unique += 1)}`, status, { errors: [{ code: 131_000 }] })) });
  });
const instagram = fc.array(
  fc.oneof(
    odd.map((content) => instagramMessage('1789', { text: content, mid: `m${(unique += 1)}` })),
    fc.tuple(fc.constantFrom('reaction', 'postback', 'read', 'referral', 'message_edit', 'message'), odd).map(([kind, content]) => ({ sender: { id: '1789' }, recipient: { id: instagramId }, timestamp: Date.now(), [kind]: content })),
    fc.tuple(fc.nat(40), fc.nat(6), fc.string({ unit: 'binary', maxLength: 200 })).map(([of, times, text]) => ({ sender: { id: '1789' }, recipient: { id: instagramId }, timestamp: Date.now(), message_edit: { mid: `m${of}`, text, num_edit: times } })),
    fc.string().map((text) => ({ sender: { id: instagramId }, recipient: { id: '1789' }, timestamp: Date.now(), message: { mid: `m${(unique += 1)}`, text, is_echo: true } })),
  ),
  { maxLength: 3 },
);

describe.each(['whatsapp', 'instagram'] as const)('whatever comes signed by %s', (kind) => {
  let hub: MetaHub;
  beforeAll(async () => {
    hub = await openMetaHub(kind);
  });
  afterAll(() => hub.end());

  const bodies = kind === 'whatsapp' ? whatsApp : instagram.map((events) => instagramBody(events));
  const honest = (text: string) => (kind === 'whatsapp' ? whatsAppMessages([whatsAppMessage({ userId: `DE.H${(unique += 1)}`, phone: null, name: 'Honest' }, textOf(text))]) : instagramBody([instagramMessage(`9000${(unique += 1)}`, { text })]));

  it('is taken or refused, never half; what was acknowledged is stored, kept or waiting; and the next message comes through', async () => {
    await fc.assert(
      fc.asyncProperty(bytes(bodies), async (body) => {
        hub.heard.length = 0;
        hub.logged.length = 0;
        const before = await count();
        const status = await hub.provider.post(body);
        const readable = readBody(body).kind !== 'broken';
        expect(status).toBe(readable ? 200 : 400);
        if (!readable) expect(await count()).toBe(before);
        const text = `honest ${(unique += 1)}`;
        expect(await hub.provider.post(JSON.stringify(honest(text)))).toBe(200);
        await hub.channels.idle();
        expect(hub.messages().filter((message) => message.text === text)).toHaveLength(1);
        // Only a file that is not there is waited for, and a status of a message that is not.
        expect(hub.logged.filter(({ detail }) => (detail as { readonly kind?: string }).kind !== 'media-not-there')).toEqual([]);
        for (const { event } of hub.heard) expect(HubEvent.safeParse(JSON.parse(JSON.stringify(event))).error).toBeUndefined();
        expect(JSON.stringify(hub.heard)).not.toContain('4111 1111 1111 1111');
      }),
      runs(100),
    );
  }, 3_600_000);

  /** What is stored, kept and waiting, in one look. */
  function count(): Promise<number> {
    return hub.db.transaction().execute(async (tx) => {
      const of = async (table: 'intake_ledger' | 'intake_spool') => (await tx.selectFrom(table).select((e) => e.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n;
      return (await of('intake_ledger')) + (await of('intake_spool'));
    });
  }
});
