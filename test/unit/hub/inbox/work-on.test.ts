import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nextSpooled, spool } from '../../../../hub/intake/spool.ts';
import type { Received } from '../../../../hub/intake/stages.ts';
import { type IntakeDeps, workOn } from '../../../../hub/intake/work-on.ts';
import { arrivalsOf } from '../../../../hub/routing/arrivals.ts';
import { firstPolicy } from '../../../../shared/domain/policy.ts';
import { defaultPolicy } from '../../../../shared/redaction/index.ts';
import { openOrganisation, type Organisation } from './organisation.ts';

let hub: Organisation;
let mailbox: string;
beforeEach(async () => {
  hub = await openOrganisation();
  mailbox = await hub.addMailbox();
  await hub.addAgent({ name: 'Ada' });
});
afterEach(() => hub.close());

const customer = { kind: 'email', value: 'maria@mail.example' } as const;
const texts = () => hub.messages().map(({ text }) => text);

/** Intake whose channel reads what it got as plain text, when the test lets it. */
function intake(reads: (text: string) => Promise<void> = () => Promise.resolve()): { readonly deps: IntakeDeps; readonly mails: number[] } {
  const mails: number[] = [];
  const reader = {
    id: mailbox, kind: 'email' as const, teamId: null, ownDomains: [],
    async read({ raw, receivedAt }: Received) {
      const text = Buffer.from(raw).toString('utf8');
      await reads(text);
      const message = { identity: customer, authorName: 'Maria', subject: 'Tent', text, html: null, sentAt: receivedAt, attachments: [], messageId: null, answers: [], automatic: false, replyTo: null, bounce: null, cut: null, findings: [], destroyed: [], destroyedInHead: { subject: [], author: [] } };
      return { kind: 'message' as const, authentication: null, message };
    },
  };
  const deps: IntakeDeps = {
    db: hub.db, envelope: hub.envelope, clock: hub.clock, audit: hub.audit, log: { info: () => undefined, warn: () => undefined },
    arrivals: arrivalsOf({ routing: hub.routing, blockedSenders: hub.blockedSenders }),
    mailDomainOf: () => null,
    fanOut: {
      async publish(tx, news) {
        await hub.fanOut.publish(tx, news);
        mails.push(hub.messages().length);
      },
      wake: () => undefined,
    },
    readerOf: () => reader,
    policyFor: () => Promise.resolve({ redaction: defaultPolicy, pictures: false, release: firstPolicy.release, mistakes: firstPolicy.mistakes }),
    documents: { look: () => Promise.resolve(null) },
    policy: hub.policy,
    stored: () => undefined,
    told: () => undefined,
  };
  return { deps, mails };
}

async function waiting(...bodies: string[]) {
  for (const body of bodies) await hub.db.transaction().execute((tx) => spool(tx, hub.envelope, hub.clock, mailbox, { source: body, body: Buffer.from(body), receivedAt: hub.clock.now() }));
  return hub.db.transaction().execute((tx) => nextSpooled(tx, hub.clock.now()));
}

describe('what waits together', () => {
  it('is stored in its order, and told in one mail to each device', async () => {
    const numbers = Array.from({ length: 20 }, (_, n) => `number ${n}`);
    const { deps, mails } = intake();
    await workOn(deps, await waiting(...numbers), () => false);
    expect(texts()).toEqual(numbers);
    expect(mails).toEqual([20]);
  });

  it('is not stored again where what is done after it fails', async () => {
    const { deps, mails } = intake();
    const failing = { ...deps, stored: () => { throw new Error('The gateway is closed.'); } };
    await expect(workOn(failing, await waiting('one', 'two'), () => false)).rejects.toThrow('The gateway is closed.');
    expect([texts(), mails]).toEqual([['one', 'two'], [2]]);
  });

  it('is not so much that a hundred large ones are held in memory', async () => {
    const large = (n: number) => `${n} `.padEnd(400_000, 'x');
    expect(await waiting(...Array.from({ length: 10 }, (_, n) => large(n)))).toHaveLength(2);
  });

  it('does not wait for what takes long to be read', async () => {
    let letGo: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (letGo = resolve));
    const { deps } = intake((text) => (text === 'slow' ? slow : Promise.resolve()));
    const working = workOn(deps, await waiting('quick', 'slow', 'after'), () => false);
    await expect.poll(texts).toEqual(['quick']);
    letGo();
    await working;
    expect(texts()).toEqual(['quick', 'slow', 'after']);
  });

  it('stays for another time where the hub is to stop', async () => {
    let stopping = false;
    const { deps } = intake(() => {
      stopping = true;
      return Promise.resolve();
    });
    await workOn(deps, await waiting('one', 'two', 'three'), () => stopping);
    expect(texts()).toEqual(['one']);
    expect(await hub.db.selectFrom('intake_spool').select('attempts').execute()).toEqual([{ attempts: 0 }, { attempts: 0 }]);
  });
});
