import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { visitChat } from '../../../build/try-it/first-day.mts';
import { agent, colleagues, shop as tryIt } from '../../../build/try-it/organisation.mts';
import { ChatCustomer } from './customer.ts';
import { Hub } from './hub.ts';
import { emailChannelArguments, type MailServers, shop, startMail } from './mail.ts';
import { Phone } from './phone.ts';
import { Workstation } from './workstation.ts';

/**
 * The whole way once: from an empty folder to an answer read by the customer, then locked, offline
 * and back. The guided tour and the end-to-end test walk it with the same feet; every step checks
 * what it did, and throws when it is not so.
 */
export interface JourneyOptions {
  /** An empty folder for everything: hub, profile, mail server. */
  readonly folder: string;
  readonly pictures?: string;
  /** What other customers have written before the agent's first day. */
  readonly morning?: { readonly mails: readonly Buffer[]; readonly visitors: boolean };
  /** Why there can be no mail server here: the journey is then made with web chat alone. */
  readonly mailMissing?: string;
  /** Called around every step. */
  readonly step: (title: string, act: () => Promise<void>) => Promise<void>;
  readonly note?: (line: string) => void;
  /** Words that no file of hub or workstation may show. */
  readonly cast?: Cast;
}

/** Who and what appears, so that a search of the disk knows what to look for. */
export interface Cast {
  readonly organisation: string;
  readonly agentName: string;
  readonly agentEmail: string;
  readonly customerName: string;
  readonly customerEmail: string;
  readonly subject: string;
  readonly mailWords: string;
  /** The beginning of a word of `mailWords`, as typed into search. */
  readonly mailSearch: string;
  readonly chatWords: string;
  /** A word of `chatWords`. */
  readonly chatSearch: string;
  readonly mailReply: string;
  readonly chatReply: string;
  readonly offlineReply: string;
  readonly passphrase: string;
}

export const defaultCast: Cast = {
  organisation: tryIt.name,
  agentName: agent.name,
  agentEmail: agent.email,
  customerName: 'Wilhelmina Achterberg',
  customerEmail: 'wilhelmina.achterberg@mail.example',
  subject: 'Where is my trailblazer tent?',
  mailWords: 'I ordered the trailblazer tent eleven days ago and nothing has come',
  mailSearch: 'trailbl',
  chatWords: 'Hello, do the marmot boots run small?',
  chatSearch: 'marmot',
  mailReply: 'Your tent left our warehouse yesterday and arrives on Friday.',
  chatReply: 'They run half a size small, so take one up.',
  offlineReply: 'One more thing: returns are free for sixty days.',
  passphrase: 'quiet heron crosses the morning river',
};

export interface Walked {
  readonly hub: Hub;
  readonly profile: string;
  /** Ends what still runs. */
  stop(): Promise<void>;
}

/** The card number a customer writes down: a published test number (Visa), never a real one. */
export const cardInMail = '4242 4242 4242 4242';
const cardWords = `I paid with ${cardInMail}, does that help you to find it?`;

export async function walk(options: JourneyOptions): Promise<Walked> {
  const { folder, step } = options;
  const cast = options.cast ?? defaultCast;
  const note = options.note ?? (() => undefined);
  const withMail = options.mailMissing === undefined;
  /** What the list shows of the conversation that is read, and what was said in it. */
  const question = withMail ? { row: cast.subject, words: cast.mailWords } : { row: 'I paid with', words: cast.chatWords };
  const profile = join(folder, 'workstation');
  const hub = new Hub(join(folder, 'hub'));
  const workstation = new Workstation({ profile, ...(options.pictures === undefined ? {} : { pictures: options.pictures }) });
  let mail: MailServers | undefined;
  let customer: ChatCustomer | undefined;
  let phone: Phone | undefined;
  const thePhone = () => phone ?? fail('There is no phone yet.');
  const theMail = () => mail ?? fail('There is no mail server yet.');
  const theCustomer = () => customer ?? fail('There is no customer yet.');
  const stop = async () => {
    await customer?.leaves();
    await workstation.quit();
    await hub.stop();
    await mail?.stop();
  };

  try {
    await step('IT starts a hub for a new organisation', async () => {
      mkdirSync(hub.data, { recursive: true, mode: 0o700 });
      await hub.init(cast.organisation);
      await hub.start();
      await hub.addAgent(cast.agentEmail, cast.agentName);
      note(`chat page ${hub.chat}`);
    });

    if (withMail) {
      await step('IT connects the support mailbox (IMAP and SMTP, both with TLS)', async () => {
        mail = await startMail(join(folder, 'mail'), [cast.customerEmail]);
        await hub.command(...emailChannelArguments(mail));
      });
    } else {
      note(`no e-mail on this machine: ${options.mailMissing}; going on with web chat`);
    }

    const { morning } = options;
    if (morning !== undefined) {
      await step('Customers have written before: what waits, waits encrypted at the hub', async () => {
        for (const { email, name } of colleagues) await hub.addAgent(email, name);
        for (const message of morning.mails) mail?.deliver(message);
        if (morning.visitors) await visitChat(hub.chat);
      });
    }

    let invite = '';
    await step('IT invites the agent’s laptop', async () => {
      invite = await hub.invite(cast.agentEmail);
    });

    await step('The workstation shows nothing but enrolment', async () => {
      await workstation.launch();
      await expect(workstation.page.getByRole('textbox', { name: 'Invite' })).toBeVisible({ timeout: 30_000 });
      await workstation.picture('enrol');
    });

    await step('The invite is typed in; both sides show the same safety number; IT approves', async () => {
      await workstation.enrol(invite);
      const shown = await workstation.safetyNumber();
      await workstation.picture('safety-number');
      const device = (await hub.devices()).find(({ state }) => state === 'pending') ?? fail('No device waits for approval.');
      expect(device.safetyNumber).toBe(shown);
      await hub.approve(device.id);
    });

    await step('The agent chooses a passphrase and sets up the authenticator', async () => {
      await workstation.choosePassphrase(cast.passphrase);
      phone = new Phone(await workstation.totpKey());
      await workstation.picture('authenticator');
      await workstation.keepRecoveryCodes();
      const first = await thePhone().nextCode();
      const second = await thePhone().nextCode();
      await workstation.confirmTotp(first, second);
      await workstation.picture('locked');
    });

    await step('A wrong passphrase and a used code get one and the same answer', async () => {
      await workstation.typeUnlock(`${cast.passphrase}!`, thePhone().lastCode());
      await expect(workstation.page.getByText('That passphrase and code did not open it.')).toBeVisible({ timeout: 20_000 });
      await workstation.picture('wrong');
    });

    await step('Passphrase and a fresh code unlock it', async () => {
      await workstation.unlock(cast.passphrase, await thePhone().nextCode());
      await expect(workstation.page.getByRole('status', { name: 'Connection' })).toContainText('Online', { timeout: 30_000 });
      if (morning !== undefined) await expect(workstation.row(/./)).toBeVisible({ timeout: 30_000 });
      await workstation.putNoticeAway();
      await workstation.picture('first-day');
    });

    await step('A customer writes on the web chat page', async () => {
      customer = await ChatCustomer.arrive(hub.chat);
      await customer.writes(cast.chatWords);
      await expect(workstation.row(cast.chatWords)).toBeVisible({ timeout: 30_000 });
    });

    await step(`A customer writes ${withMail ? 'an e-mail' : 'on'}, with a card number in it`, async () => {
      if (withMail) theMail().deliver(customerMail(cast));
      else await theCustomer().writes(cardWords);
      await expect(workstation.row(question.row)).toBeVisible({ timeout: 30_000 });
      await workstation.picture('list');
    });

    await step('The agent reads it: the card number is gone', async () => {
      await workstation.open(question.row);
      await expect(workstation.messages().getByText(question.words)).toBeVisible({ timeout: 10_000 });
      await expect(workstation.messages().getByText(/card •••• 4242/)).toBeVisible();
      expect(await workstation.page.locator('body').innerText()).not.toContain(cardInMail);
      await workstation.read();
      await workstation.picture('conversation');
    });

    await step(withMail ? 'The agent answers both; the customers read it' : 'The agent answers; the customer reads it', async () => {
      if (withMail) {
        await workstation.reply(cast.mailReply);
        await workstation.open(cast.chatWords);
      }
      await workstation.reply(cast.chatReply);
      await theCustomer().reads(cast.chatReply);
      await workstation.read();
      if (withMail) {
        const answer = await expectMail(theMail(), cast.customerEmail, cast.mailReply);
        expect(answer).toMatch(/^In-Reply-To:\s*<tent-question@mail\.example>/im);
        expect(answer).toMatch(/^Subject: Re: /im);
      }
      await workstation.picture('answered');
    });

    if (withMail && morning?.visitors === true) {
      await step('The agent sorts the morning: takes one, hands one on, parks one, resolves one', async () => {
        await workstation.choose('Ingrid Haugen', 'Assignee', 'You');
        await workstation.choose('Henrik Solberg', 'Assignee', colleagues[0].name);
        await workstation.choose('Jonas Weidemann', 'Status', 'Pending');
        await workstation.choose('Luca Moretti', 'Status', 'Resolved');
        await workstation.open(cast.subject);
        await expect(workstation.messages().getByText(cast.mailReply)).toBeVisible();
        await workstation.atRest();
        await workstation.picture('inbox');
      });
    }

    await step('Search answers while typing', async () => {
      const words = withMail ? cast.mailSearch : cast.chatSearch;
      await workstation.search(words);
      await expect(workstation.result(words)).toBeVisible({ timeout: 10_000 });
      await workstation.picture('search');
      await workstation.page.keyboard.press('Escape');
    });

    await step('The agent locks it; the hub goes away', async () => {
      await workstation.lock();
      await hub.stop();
      await workstation.picture('locked-again');
    });

    await step('Offline, passphrase and code still open it: review, search, queue an answer', async () => {
      await workstation.unlock(cast.passphrase, await thePhone().nextCode());
      await expect(workstation.page.getByRole('status', { name: 'Connection' })).toContainText('Offline', { timeout: 30_000 });
      // The list shows the newest words of a conversation: in a chat, the answer.
      await workstation.open(withMail ? cast.subject : cast.chatReply);
      await expect(workstation.messages().getByText(question.words)).toBeVisible({ timeout: 10_000 });
      await workstation.search(cast.chatSearch);
      await expect(workstation.result(cast.chatSearch)).toBeVisible({ timeout: 10_000 });
      await workstation.page.keyboard.press('Escape');
      await workstation.open(cast.chatReply);
      await workstation.reply(cast.offlineReply);
      await expect(workstation.messages().getByText('Waiting to be sent')).toBeVisible();
      await workstation.picture('offline');
    });

    await step('The hub is back: the queued answer goes out, once', async () => {
      await hub.start();
      // The code typed at unlock is good for the hub too while it is fresh; else the hub asks for another.
      const online = workstation.page.getByRole('status', { name: 'Connection' }).getByText('Online');
      const enterCode = workstation.page.getByRole('button', { name: 'Enter code' });
      await expect(online.or(enterCode)).toBeVisible({ timeout: 90_000 });
      if (await enterCode.isVisible()) {
        await enterCode.click();
        await workstation.typeCode('Code', await thePhone().nextCode());
        await workstation.page.getByRole('button', { name: 'Send code' }).click();
      }
      await theCustomer().reads(cast.offlineReply);
      await expect(theCustomer().page.getByRole('log').getByText(cast.offlineReply)).toHaveCount(1);
      await expect(workstation.page.getByRole('status', { name: 'Connection' })).toContainText('Online', { timeout: 30_000 });
      await workstation.picture('online-again');
    });
  } catch (error) {
    await workstation.picture('failed').catch(() => undefined);
    note(`hub log:\n${hub.log.slice(-30).join('\n')}`);
    await stop().catch(() => undefined);
    throw error;
  }
  return { hub, profile, stop };
}

function customerMail(cast: Cast): string {
  return [
    `From: ${cast.customerName} <${cast.customerEmail}>`,
    `To: ${shop.address}`,
    `Subject: ${cast.subject}`,
    'Message-ID: <tent-question@mail.example>',
    `Date: ${new Date().toUTCString()}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `Hello, ${cast.mailWords}.`,
    cardWords,
    '',
    cast.customerName,
    '',
  ].join('\r\n');
}

async function expectMail(mail: MailServers, address: string, words: string): Promise<string> {
  let found: string | undefined;
  await expect
    .poll(() => (found = mail.received(address).find((raw) => raw.replaceAll(/=\r?\n/g, '').includes(words))) !== undefined, { timeout: 30_000 })
    .toBe(true);
  return found ?? fail('The mail did not arrive.');
}

function fail(message: string): never {
  throw new Error(message);
}
