import { defaultPolicy } from '../../../../shared/redaction/index.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { authenticateMail } from '../../../../hub/channels/email/authenticate-mail.ts';
import { ReadingThread } from '../../../../hub/channels/email/reading-thread.ts';
import { parseMail } from '../../../../hub/channels/email/parse-mail.ts';
import { sanitise } from '../../../../hub/intake/sanitise.ts';

const head = 'From: Anna <anna@mail.example>\r\nSubject: An order\r\nMessage-ID: <1@mail.example>\r\nMIME-Version: 1.0\r\n';
const own = 'support@shop.example';
const nobody = () => Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' }));
/** Processor time, which a busy machine does not stretch, in milliseconds. */
async function costs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe('mail made to be slow', () => {
  const threads: ReadingThread[] = [];
  afterEach(async () => {
    for (const thread of threads.splice(0)) await thread.close();
  });

  it('is set aside when its time is over, and neither the hub nor the next mail waits for it', async () => {
    const warnings: string[] = [];
    const thread = new ReadingThread({ info: () => undefined, warn: (event) => warnings.push(event) }, 500);
    threads.push(thread);
    const plain = { raw: Buffer.from(`${head}\r\nHello\r\n`), receivedAt: 1_750_000_000_000, address: own, authservId: null, policy: defaultPolicy };
    expect((await thread.read(plain)).message).toMatchObject({ text: 'Hello', cut: null });

    // Millions of lines take the MIME parser minutes.
    const slow = { ...plain, raw: Buffer.from(`${head}\r\n${'\n'.repeat(16_000_000)}`) };
    let ticks = 0;
    const ticking = setInterval(() => (ticks += 1), 10);
    const [aside, next] = await Promise.all([thread.read(slow), thread.read(plain)]);
    clearInterval(ticking);
    expect(ticks).toBeGreaterThan(20);
    expect(aside.message).toMatchObject({ cut: 'unreadable', subject: 'An order', identity: { kind: 'email', value: 'anna@mail.example' } });
    expect(aside.authentication).toMatchObject({ dkim: 'temperror', dmarc: 'temperror' });
    expect(next.message).toMatchObject({ text: 'Hello', cut: null });
    expect(warnings).toEqual(['mail.set-aside']);
  });

  it('is given away to be read, not copied: who handed it in has nothing left, and is told whose it was all the same', async () => {
    const thread = new ReadingThread({ info: () => undefined, warn: () => undefined }, 500);
    threads.push(thread);
    const given = (text: string) => ({ raw: new Uint8Array(Buffer.from(text)), receivedAt: 1_750_000_000_000, address: own, authservId: null, policy: defaultPolicy });
    const [plain, slow, part] = [given(`${head}\r\nHello\r\n`), given(`${head}\r\n${'\n'.repeat(16_000_000)}`), given(`${head}\r\nHello again\r\n`)];
    const larger = Buffer.concat([part.raw, Buffer.from('of somebody else')]);
    expect((await thread.read(plain)).message).toMatchObject({ text: 'Hello', subject: 'An order' });
    expect(plain.raw).toHaveLength(0);
    expect((await thread.read(slow)).message).toMatchObject({ cut: 'unreadable', subject: 'An order', identity: { value: 'anna@mail.example' } });
    expect(slow.raw).toHaveLength(0);
    // What is part of something larger stays: the rest is not the mail's to give.
    expect((await thread.read({ ...part, raw: larger.subarray(0, part.raw.length) })).message).toMatchObject({ text: 'Hello again' });
    expect(larger.subarray(part.raw.length).toString()).toBe('of somebody else');
  });

  it('with a header of a hundred thousand lines is not checked for signatures', async () => {
    const raw = Buffer.from(`${head}X-A: a\r\n${' b\r\n'.repeat(100_000)}\r\nHello`);
    expect(await costs(async () => expect(await authenticateMail(raw, null, nobody)).toMatchObject({ authentication: { dkim: 'temperror', dmarc: 'temperror' }, author: null }))).toBeLessThan(2_000);
  });

  it('with elements nested a hundred thousand deep is shown as its text, or as a note, and kept', async () => {
    const html = `${'<div>'.repeat(100_000)}<script>x</script>deep`;
    for (const [text, shown] of [['', 'nested too deeply'], ['The same in plain', 'The same in plain']] as const) {
      const normalised = { ...(await parseMail(Buffer.from(`${head}\r\n`), 1_750_000_000_000, own)), html, text };
      await costs(() => {
        const message = sanitise(normalised);
        expect(message).toMatchObject({ html: null, cut: 'unreadable' });
        expect(message.text).toContain(shown);
      }).then((took) => expect(took).toBeLessThan(2_000));
    }
  });

  it('that is long, but honest, is still shown', async () => {
    const rows = '<tr><td>1 × Lamp<br><td>€ 20</tr>'.repeat(3_000);
    const normalised = await parseMail(Buffer.from(`${head}Content-Type: text/html\r\n\r\n<table>${rows}</table>`), 1_750_000_000_000, own);
    expect(sanitise(normalised)).toMatchObject({ cut: null });
    expect(sanitise(normalised).html).toContain('Lamp');
  });
});
