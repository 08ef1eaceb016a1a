import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pace } from '../../../../hub/channels/meta/pace.ts';
import { isSigned } from '../../../../hub/channels/meta/signature.ts';
import { listed, nesting, readBody } from '../../../../hub/channels/meta/webhook-item.ts';
import { splitInstagram } from '../../../../hub/channels/instagram/items.ts';
import { splitWhatsApp } from '../../../../hub/channels/whatsapp/items.ts';
import { mediaHosts } from '../../../../hub/channels/meta/fetch-media.ts';
import { runs } from '../../../doubles/how-often.ts';
import { Time } from '../../../doubles/time.ts';

const depthOf = (value: unknown): number => (typeof value !== 'object' || value === null ? 0 : 1 + Math.max(0, ...Object.values(value).map(depthOf)));

describe('a body of a webhook', () => {
  it('is as deep as it is, whatever brackets and quotes stand in its strings', () => {
    const tricky = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('[[[', '{"', '\\', '\\"[', ']}', '"'));
    const json = fc.letrec((tie) => ({ value: fc.oneof({ depthSize: 'small' }, tricky, fc.integer(), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(tricky, tie('value'), { maxKeys: 3 })) })).value;
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 2), (value, indent) => {
        // Compared with what was written, not with what JSON.parse makes of it: V8 13.6 loses the key `"` where it has
        // just read an object with the key `\` in its place, and all that stands under it.
        expect(nesting(JSON.stringify(value, null, indent))).toBe(depthOf(value));
      }),
      runs(300),
    );
  });

  it('is read, set aside or broken, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.json().map((text) => Buffer.from(text))), (bytes) => {
        expect(['json', 'not-read', 'broken']).toContain(readBody(bytes).kind);
      }),
      runs(300),
    );
  });

  it('of any shape comes apart into items with sources, the same each time', () => {
    const entry = fc.record({ id: fc.jsonValue(), changes: fc.jsonValue(), messaging: fc.jsonValue(), standby: fc.jsonValue() }, { requiredKeys: [] });
    const anyBody = fc.oneof(fc.jsonValue(), fc.record({ object: fc.constantFrom('whatsapp_business_account', 'instagram', 'page'), entry: fc.oneof(fc.array(entry), fc.jsonValue()) }));
    fc.assert(
      fc.property(anyBody, (body) => {
        for (const split of [splitWhatsApp, splitInstagram]) {
          const items = split(body);
          expect(items.length).toBeGreaterThan(0);
          expect(split(structuredClone(body)).map(({ source }) => source)).toEqual(items.map(({ source }) => source));
        }
        expect(listed(body)).toBeInstanceOf(Array);
      }),
      runs(300),
    );
  });

  it('is signed by nothing but the one signature', () => {
    const anySignature = fc.oneof(fc.string(), fc.stringMatching(/^sha256=[0-9a-f]{64}$/), fc.array(fc.string()), fc.constant(undefined));
    fc.assert(
      fc.property(fc.uint8Array(), anySignature, (body, signature) => {
        expect(isSigned('the secret', body, signature)).toBe(false);
      }),
      runs(300),
    );
  });
});

describe('the pace to a provider', () => {
  it('is never more than so many a second, nor to one customer before the time is over, and whoever waits as long as told gets a turn or another wait', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(300), fc.nat(6)), { maxLength: 60 }), async (asks) => {
        const time = new Time();
        const pace = new Pace(time, { perSecond: 3, perCustomerMs: 600 });
        const sent: { readonly at: number; readonly to: number }[] = [];
        for (const [after, to] of asks) {
          await time.pass(after);
          const wait = pace.turn(String(to));
          if (wait === 0) sent.push({ at: time.monotonic(), to });
          else expect(wait).toBeLessThanOrEqual(1000);
        }
        for (const one of sent) {
          expect(sent.filter(({ at }) => at > one.at - 1000 && at <= one.at).length).toBeLessThanOrEqual(3);
          expect(sent.filter(({ at, to }) => to === one.to && at > one.at - 600 && at <= one.at)).toHaveLength(1);
        }
      }),
      runs(30),
    );
  });
});

describe('where files are fetched from', () => {
  const domains = ['lookaside.fbsbx.com', 'fbcdn.net'];
  it.each([
    ['https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1', true],
    ['https://scontent.xx.fbcdn.net/v/1.jpg', true],
    ['http://lookaside.fbsbx.com/x', false],
    ['https://lookaside.fbsbx.com:8443/x', false],
    ['https://user@lookaside.fbsbx.com/x', false],
    ['https://evilfbcdn.net/x', false],
    ['https://fbcdn.net.evil.example/x', false],
    ['https://127.0.0.1/x', false],
    ['file:///etc/passwd', false],
  ])('%s: %s', (url, allowed) => {
    expect(mediaHosts('https://graph.facebook.com', domains)(new URL(url))).toBe(allowed);
  });
});
