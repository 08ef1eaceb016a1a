import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sourceOf } from '../../../../hub/channels/email/imap-inbox.ts';
import { spool } from '../../../../hub/intake/spool.ts';
import { HubEvent } from '../../../../shared/contract/wire/index.ts';
import { runs } from '../../../doubles/how-often.ts';
import { fixture, openOrganisation, type Organisation } from './organisation.ts';

let hub: Organisation;
let mailbox: string;
beforeEach(async () => {
  hub = await openOrganisation();
  mailbox = await hub.addMailbox();
  await hub.addAgent({ name: 'Ada' });
});
afterEach(() => hub.close());

const header = fc.constantFrom('From', 'To', 'Cc', 'Subject', 'Date', 'Message-ID', 'In-Reply-To', 'References', 'Content-Type', 'Content-Transfer-Encoding', 'Content-Disposition', 'Auto-Submitted', 'Return-Path', 'DKIM-Signature', 'Received', 'X-Other');
const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom(
    'Anna <anna@mail.example>', '<>', '"a" <b@c>, d@e.example', '=?utf-8?B?8J+YgA==?=', '=?x?Q?=00=ff?=', 'multipart/mixed; boundary=b', 'multipart/alternative; boundary="b', 'text/html; charset=utf-7',
    'text/plain; charset=iso-2022-jp', 'message/rfc822', 'multipart/report; report-type=delivery-status; boundary=b', 'base64', 'quoted-printable', 'attachment; filename="../../x\\0.exe"', '<a@b> <c@d>', 'auto-replied', 'v=1; d=mail.example; s=x; b=AAAA',
  ),
);
const line = fc.oneof(
  fc.tuple(header, value).map(([name, content]) => `${name}: ${content}`),
  fc.constantFrom('', '--b', '--b--', 'Content-Type: message/rfc822', '<p onclick=x>hi<script>', '=3D=', 'AAAA', 'begin 644 x', '4242 4242 4242 4242', 'From '),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
const files = readdirSync(join(import.meta.dirname, '../../../fixtures/mail'));
const anyMail = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 2000 }),
  fc.array(line, { minLength: 1, maxLength: 30 }).map((lines) => Buffer.from(lines.join('\r\n'), 'utf8')),
  fc.tuple(fc.constantFrom(...files), fc.array(fc.tuple(fc.nat(4000), fc.nat(255)), { maxLength: 60 })).map(([name, changes]) => {
    const raw = Uint8Array.from(fixture(name));
    for (const [at, byte] of changes) if (at < raw.length) raw[at] = byte;
    return raw;
  }),
);

it('whatever comes by mail goes through the whole of intake at the first attempt, and every device could read the news of it', async () => {
  await fc.assert(
    fc.asyncProperty(anyMail, async (raw) => {
      hub.heard.length = 0;
      hub.logged.length = 0;
      await hub.db.transaction().execute((tx) => spool(tx, hub.envelope, hub.clock, mailbox, { source: sourceOf(raw), body: raw, receivedAt: hub.clock.now() }));
      // Intake looks into the spool when it is started, the second time too.
      await hub.channels.start();
      await hub.channels.idle();
      expect(hub.logged.filter(({ event }) => event.startsWith('intake.'))).toEqual([]);
      expect(await hub.db.selectFrom('intake_spool').select('id').execute()).toEqual([]);
      for (const { event } of hub.heard) expect(HubEvent.safeParse(JSON.parse(JSON.stringify(event))).error).toBeUndefined();
    }),
    runs(60),
  );
});
