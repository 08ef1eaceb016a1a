import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectFiles } from '../../../hub/admin/commands/inspect-command.ts';
import type { InspectedMail } from '../../../hub/channels/email/inspected-mail.ts';
import { runs } from '../../doubles/how-often.ts';
import { changedMail } from '../../soak/mails/changed-mail.ts';
import { leafParts } from '../../soak/mails/leaf-parts.ts';
import { lostParts } from '../../soak/mails/lost-parts.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/mail');
const mails = readdirSync(fixtures).filter((name) => name.endsWith('.eml')).map((name) => readFileSync(join(fixtures, name)));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealdesk-mails-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function told(raws: readonly Buffer[]): Promise<InspectedMail[]> {
  const files = raws.map((raw, n) => {
    const file = join(folder, `${n}.eml`);
    writeFileSync(file, raw);
    return file;
  });
  const lines: InspectedMail[] = [];
  await inspectFiles(files, { address: 'support@shop.example', offline: true }, (line) => lines.push(JSON.parse(line) as InspectedMail));
  return lines;
}

// A few of what `npm run soak -- mails` does with thousands.
describe('mails as programs and people spoil them', () => {
  it('lose no part that is still where it was', async () => {
    const changed = mails.flatMap((raw) => [0, 1, 2, 3, 4].map((n) => changedMail(raw, n * 12)).concat([0, 1, 2, 3, 4].map((n) => changedMail(raw, n)))).filter(({ whole }) => whole);
    const lines = await told(changed.map(({ raw }) => raw));
    expect(lines).toHaveLength(changed.length);
    for (const [n, { raw }] of changed.entries()) {
      const line = lines[n];
      expect(line === undefined ? ['no line'] : lostParts(raw, line)).toEqual([]);
    }
  }, 120_000);

  it('are each told of in a line, however they were changed', async () => {
    const changed = mails.slice(0, 6).flatMap((raw) => Array.from({ length: 7 }, (_, n) => changedMail(raw, n + 5).raw)).filter((raw) => raw.length > 0);
    const lines = await told(changed);
    expect(lines.map((line) => 'error' in line)).toEqual(changed.map(() => false));
  }, 120_000);
});

describe('what is counted as lost', () => {
  const raw = Buffer.from('From: a@mail.example\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\nseveral different ordinary words here\r\n--B\r\nContent-Type: image/png; name=a.png\r\n\r\nx\r\n--B--\r\n');
  const whole = { text: 'several different ordinary words here', html: null, attachments: [{ name: 'a.png' }], findings: [], quarantined: null } as unknown as InspectedMail;

  it('is a text that is not shown, and a file that is not listed, unless the original is kept', () => {
    expect(lostParts(raw, whole)).toEqual([]);
    expect(lostParts(raw, { ...whole, text: 'something else' })).toHaveLength(1);
    expect(lostParts(raw, { ...whole, attachments: [] })).toHaveLength(1);
    expect(lostParts(raw, { ...whole, text: '', attachments: [], quarantined: 'unreadable' })).toEqual([]);
  });

  it('is told of any bytes without an error', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('Content-Type: multipart/mixed; boundary=B', 'Content-Transfer-Encoding: base64', '', '--B', '--B--', 'x', '=3D', '\u0000'), { maxLength: 30 }), (lines) => {
        expect(Array.isArray(leafParts(Buffer.from(lines.join('\r\n'))))).toBe(true);
      }),
      runs(100),
    );
  });
});
