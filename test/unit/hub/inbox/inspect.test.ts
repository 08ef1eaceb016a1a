import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectFiles } from '../../../../hub/admin/commands/inspect-command.ts';
import type { InspectedMail } from '../../../../hub/channels/email/inspected-mail.ts';
import { runs } from '../../../doubles/how-often.ts';
import { mimeTorture } from '../../../doubles/mime-torture.ts';

const fixtures = join(import.meta.dirname, '../../../fixtures/mail');
const options = { address: 'support@shop.example', offline: true, ownDomain: ['shop.example'] };
type Line = Partial<InspectedMail> & { readonly file: string; readonly error?: string };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealdesk-inspect-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function inspect(...files: readonly string[]) {
  const lines: string[] = [];
  const { read } = await inspectFiles(files, options, (line) => lines.push(line));
  return { read, lines, mails: lines.map((line) => JSON.parse(line) as Line) };
}
function written(name: string, raw: Uint8Array): string {
  const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.eml`);
  writeFileSync(file, raw);
  return file;
}

describe('sealdesk inspect', () => {
  it('tells of a mail what the hub makes of it', async () => {
    const { mails } = await inspect(join(fixtures, 'plain.eml'), join(fixtures, 'claims-to-be-us.eml'));
    expect(mails[0]).toMatchObject({
      from: { name: 'Anna Bergström', address: 'anna.bergstrom@mail.example' },
      subject: 'Where is my tent?',
      threading: { messageId: '<plain-1@mail.example>', inReplyTo: [], rule: 'subject' },
      authentication: { dmarc: expect.any(String) },
      quarantined: null,
    });
    expect(mails[0]?.headers?.map(({ name }) => name)).toContain('subject');
    expect(mails[0]?.headers).toContainEqual({ name: 'from', value: 'Anna Bergström <anna.bergstrom@mail.example>' });
    expect(mails[1]?.risk?.level).toBe('caution');
  });

  it('says which rule of threading would decide, first', async () => {
    const withHeaders = (name: string, headers: string) => written(name, Buffer.from(`From: a@mail.example\r\nSubject: Re: x\r\n${headers}\r\n\r\nhi\r\n`));
    const ours = `<sealdesk.${crypto.randomUUID()}.${'0'.repeat(32)}@shop.example>`;
    const { mails } = await inspect(withHeaders('ours', `References: ${ours}`), withHeaders('foreign', 'In-Reply-To: <x@mail.example>'), withHeaders('subject', 'X: y'), written('nothing', Buffer.from('From: a@mail.example\r\n\r\nhi\r\n')));
    expect(mails.map(({ threading }) => threading?.rule)).toEqual(['own-id', 'answered', 'subject', 'new']);
  });

  it('goes on after a file that is missing, a folder or empty, and says so in its place', async () => {
    const { read, mails } = await inspect(join(folder, 'none.eml'), folder, written('empty', Buffer.alloc(0)), join(fixtures, 'plain.eml'));
    expect(mails.map(({ error }) => error)).toEqual(['There is no such file.', 'It is a folder.', 'The file is empty.', undefined]);
    expect(read).toBe(1);
  });

  it('shows no card number that a mail holds, in headers either', async () => {
    const file = written('card', Buffer.from('From: a@mail.example\r\nSubject: 4111 1111 1111 1111\r\nX-Card: 4111111111111111\r\n\r\n4111-1111-1111-1111\r\n'));
    const { lines } = await inspect(file);
    expect(lines[0]).not.toMatch(/4111.?1111.?1111/);
  });

  it('stands the torture of MIME: a line for each, nothing that came left unmentioned, and none longer than it may be', async () => {
    const mailsOf = mimeTorture();
    const { read, lines, mails } = await inspect(...mailsOf.map(({ name, raw }) => written(name, raw)));
    expect(read).toBe(mailsOf.length);
    for (const [index, { name, seen }] of mailsOf.entries()) {
      const told = mails[index];
      expect(told?.error, name).toBeUndefined();
      expect(lines[index]?.length, name).toBeLessThan(3_000_000);
      const shown = [told?.text, ...(told?.attachments ?? []).map((attachment) => attachment.name)].join('\n');
      for (const words of seen) expect(shown, name).toContain(words);
      expect(shown.trim() === '' && told?.quarantined === null && seen.length > 0, name).toBe(false);
      expect(told?.attachments?.length ?? 0, name).toBeLessThanOrEqual(100);
    }
  }, 120_000);

  it('stands any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 400 }), fc.string({ unit: 'binary', minLength: 1 }).map((text) => Buffer.from(text))), { minLength: 1, maxLength: 5 }), async (raws) => {
        const { read, mails } = await inspect(...raws.map((raw, n) => written(`any ${n}`, raw)));
        expect(read).toBe(raws.length);
        for (const { error, size } of mails) expect([error, typeof size]).toEqual([undefined, 'number']);
      }),
      runs(10),
    );
  }, 120_000);

  it('leaves the file as it is', async () => {
    const file = written('same', readFileSync(join(fixtures, 'multipart.eml')));
    await inspect(file);
    expect(readFileSync(file)).toEqual(readFileSync(join(fixtures, 'multipart.eml')));
  });
});
