import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { letterHeaders } from '../../../../main/desktop/content-policy.ts';
import { letterDocument } from '../../../../main/desktop/letters/letter-document.ts';
import { Letters, type LetterProcess } from '../../../../main/desktop/letters/letters.ts';
import { mayLoad } from '../../../../main/desktop/may-load.ts';
import type { LetterEnd } from '../../../../shared/contract/ipc/letters.ts';
import { MessageId } from '../../../../shared/domain/ids.ts';
import { Time } from '../../../doubles/time.ts';

const one = MessageId.parse(randomUUID());
const other = MessageId.parse(randomUUID());

let time: Time;
let stored: Map<MessageId, string>;
/** What the frame's process does; null while there is none. */
let doing: Omit<LetterProcess, 'kill'> | null;
let killed: number;
let ended: LetterEnd[];
/** Reads wait for it. */
let opening: Promise<void>;
let letters: Letters;

const still = { shared: false, work: 0, memory: 80_000_000 };

beforeEach(() => {
  time = new Time();
  stored = new Map([[one, '<h1>One</h1><script>alert(1)</script>'], [other, '<h1>Other</h1>']]);
  [doing, killed, ended, opening] = [null, 0, [], Promise.resolve()];
  letters = new Letters({
    timers: time,
    read: async (id) => {
      const html = stored.get(id) ?? null;
      await opening;
      return html;
    },
    process: () => doing && { ...doing, kill: () => { killed += 1; } },
    ended: (end) => ended.push(end),
  });
});

async function laid(id = one): Promise<string> {
  const letter = await letters.lay(id);
  if (letter.kind !== 'ready') throw new Error(letter.why);
  return letter.address;
}

describe('a mail that is laid ready', () => {
  it('is given out once, at an address of its own, and nothing else is', async () => {
    const address = await laid();
    expect(letters.awaits(`${address}x`)).toBe(false);
    expect(letters.take('letter://n999/')).toBeNull();
    expect(letters.awaits(address)).toBe(true);
    expect(letters.take(address)).toContain('<h1>One</h1>');
    expect(letters.awaits(address)).toBe(false);
    expect(letters.take(address)).toBeNull();
    expect(await laid()).not.toBe(address);
  });

  it('is what the vault holds at this moment: what was taken out of it since is not shown, nor what has none', async () => {
    await laid();
    stored.delete(one);
    expect(await letters.lay(one)).toEqual({ kind: 'not-shown', why: 'gone' });
    stored.set(one, '<b>x</b>'.repeat(20_001));
    expect(await letters.lay(one)).toEqual({ kind: 'not-shown', why: 'too-large' });
  });

  it('gives way to the next one, and is gone with a lock, also while it is still read', async () => {
    const before = await laid();
    const next = await laid(other);
    expect(letters.take(before)).toBeNull();
    letters.end();
    expect(letters.take(next)).toBeNull();

    let open: () => void = () => undefined;
    opening = new Promise((resolve) => { open = resolve; });
    const late = letters.lay(one);
    const later = letters.lay(other);
    const locked = letters.lay(one);
    letters.end();
    open();
    expect(await Promise.all([late, later, locked])).toEqual(Array.from({ length: 3 }, () => ({ kind: 'not-shown', why: 'superseded' })));
    expect(ended).toEqual([]);
  });
});

describe('its process', () => {
  it('is ended when it works on and on, or takes too much memory; not for a while of work', async () => {
    const address = await laid();
    doing = still;
    await time.pass(60_000);
    doing = { ...still, work: 1 };
    await time.pass(20_000);
    doing = still;
    await time.pass(200_000);
    doing = { ...still, work: 1 };
    await time.pass(22_000);
    expect([killed, ended]).toEqual([0, []]);
    await time.pass(1_000);
    expect([killed, ended]).toEqual([1, [{ address, why: 'too-hard' }]]);

    // Of a busy machine it gets less, and is ended later.
    const slow = await laid(other);
    doing = { ...still, work: 0.3 };
    await time.pass(99_000);
    expect(killed).toBe(1);
    await time.pass(2_000);
    expect([killed, ended.at(-1)]).toEqual([2, { address: slow, why: 'too-hard' }]);

    const next = await laid(other);
    doing = { ...still, memory: 600 * 1024 * 1024 };
    await time.pass(1_000);
    expect([killed, ended.at(-1)]).toEqual([3, { address: next, why: 'too-hard' }]);
  });

  it('is never the page’s: then it is taken away, and the page is not ended for it', async () => {
    const address = await laid();
    doing = { ...still, shared: true };
    await time.pass(1_000);
    expect([killed, ended]).toEqual([0, [{ address, why: 'gone' }]]);
  });

  it('is missed when it has gone, at once, and where it never comes; what was not fetched is gone then', async () => {
    const address = await laid();
    doing = still;
    await time.pass(5_000);
    doing = null;
    await time.pass(1_000);
    expect(ended).toEqual([{ address, why: 'gone' }]);

    const never = await laid(other);
    await time.pass(19_000);
    expect(letters.awaits(never)).toBe(true);
    await time.pass(1_000);
    expect([letters.awaits(never), ended.at(-1)]).toEqual([false, { address: never, why: 'gone' }]);
    await time.pass(60_000);
    expect(ended).toHaveLength(2);
  });
});

describe('its frame', () => {
  const awaits = (address: string) => address === 'letter://n1/';
  const page = { parent: null };
  const framed = { parent: page };
  const own = ['app://sealdesk/', 'data:image/'];

  it('is loaded with the mail that is awaited, and is given nothing else, whoever asks for it', () => {
    expect(mayLoad({ url: 'letter://n1/', resourceType: 'subFrame', frame: framed }, own, awaits)).toBe(true);
    for (const url of ['letter://n2/', 'letter://n1/x', 'app://sealdesk/', 'data:image/png;base64,', 'https://a.example/', 'about:blank']) {
      expect(mayLoad({ url, resourceType: 'subFrame', frame: framed }, own, awaits), url).toBe(false);
    }
    for (const resourceType of ['image', 'stylesheet', 'font', 'ping', 'xhr', 'other']) {
      for (const url of ['app://sealdesk/assets/a.css', 'data:image/png;base64,', 'https://a.example/', 'letter://n1/']) {
        expect(mayLoad({ url, resourceType, frame: framed }, own, awaits), `${resourceType} ${url}`).toBe(false);
      }
    }
    const gone = { get parent(): unknown { throw new Error('Render frame was disposed.'); } };
    expect(mayLoad({ url: 'app://sealdesk/', resourceType: 'image', frame: gone }, own, awaits)).toBe(false);
  });

  it('leaves the page what is its own, and other sessions without any frame', () => {
    expect(mayLoad({ url: 'app://sealdesk/a.css', resourceType: 'stylesheet', frame: page }, own, awaits)).toBe(true);
    expect(mayLoad({ url: 'app://sealdesk/', resourceType: 'mainFrame' }, own, awaits)).toBe(true);
    expect(mayLoad({ url: 'letter://n1/', resourceType: 'mainFrame' }, own, awaits)).toBe(false);
    expect(mayLoad({ url: 'app://sealdesk/', resourceType: 'subFrame' }, own)).toBe(false);
  });

  it('has a policy that knows one style sheet, ours, and nothing else; only our page may show it', () => {
    const policy = letterHeaders['Content-Security-Policy'] ?? '';
    expect(policy.split('; ')).toEqual(['sandbox', "default-src 'none'", expect.stringMatching(/^style-src 'sha256-[A-Za-z0-9+/]{43}='$/), 'frame-ancestors app://sealdesk', "form-action 'none'", "base-uri 'none'"]);
    const document = letterDocument('<p>x</p>');
    expect(document.match(/<(?!\/)[a-z]+/g)).toEqual(['<html', '<head', '<meta', '<title', '<style', '<body', '<p']);
    expect(letterHeaders).toMatchObject({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer', 'Content-Type': 'text/html; charset=utf-8' });
  });
});
