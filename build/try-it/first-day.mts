// A made-up morning at the shop, so that the first inbox a newcomer sees is one at work: mail of the last day and a half,
// and visitors on the chat page. Nobody in it exists; the card numbers are the published test numbers.
import { setTimeout as pause } from 'node:timers/promises';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { ChatCustomer } from './chat-customer.mts';

interface Letter {
  readonly from: readonly [name: string, address: string];
  readonly subject: string;
  readonly minutesAgo: number;
  readonly text: string;
}

const hour = 60;

const letters: readonly Letter[] = [
  {
    from: ['Tobias Lindqvist', 'tobias.lindqvist@post.example'],
    subject: 'Invoice for order 20418',
    minutesAgo: 27 * hour,
    text: `Hello,

could you send me the invoice for order 20418 again, made out to the company? The name is Lindqvist & Partner, the address is the one you have.

Kind regards
Tobias Lindqvist`,
  },
  {
    from: ['Mei-Ling Zhao', 'meiling.zhao@mail.example'],
    subject: 'Please change my delivery address',
    minutesAgo: 23 * hour,
    text: `Hi,

I have just moved. Can order 20455 still go to my new flat? It is Lindenstrasse 14, third floor.

Thank you!
Mei-Ling`,
  },
  {
    from: ['Henrik Solberg', 'henrik@fjellklubben.example'],
    subject: 'Fourteen sleeping bags for our club',
    minutesAgo: 6 * hour + 20,
    text: `Dear Lindgren team,

our club plans a winter course in February and needs fourteen sleeping bags, comfort minus ten or better. Do you give a discount for a number like that, and could they be here by the end of January?

Henrik Solberg
Fjellklubben`,
  },
  {
    from: ['Amara Okafor', 'amara.okafor@mail.example'],
    subject: 'Zip of the rain jacket is broken',
    minutesAgo: 5 * hour + 5,
    text: `Hello,

the zip of my Storvik jacket came off its rail on the second day. I bought it three weeks ago, order 20377. Do you repair it, or shall I send it back?

Amara`,
  },
  {
    from: ['Jonas Weidemann', 'j.weidemann@post.example'],
    subject: 'Parcel shown as delivered, but it is not here',
    minutesAgo: 4 * hour + 12,
    text: `Good morning,

the tracking page says my parcel was handed over on Tuesday at 10:40. I was at work, my neighbours have nothing, and the letter box is empty. Please find out where it went: order 20397.

Jonas Weidemann`,
  },
  {
    from: ['Priya Natarajan', 'priya.n@mail.example'],
    subject: 'Boots: 39 instead of 38?',
    minutesAgo: 3 * hour + 2,
    text: `Hi there,

the Ekskog boots in 38 are a touch too tight. Can I swap them for 39? They have only been worn in the living room.

Best, Priya`,
  },
  {
    from: ['Chloé Fontaine', 'chloe.fontaine@courrier.example'],
    subject: 'Remboursement de la commande 20361',
    minutesAgo: 2 * hour + 31,
    text: `Bonjour,

j’ai renvoyé le sac à dos il y a dix jours. Quand le remboursement arrivera-t-il ?

Merci d’avance
Chloé Fontaine`,
  },
  {
    from: ['Daniel Achebe', 'daniel.achebe@mail.example'],
    subject: 'Charged twice',
    minutesAgo: 96,
    text: `Hello,

I was charged twice for order 20461, two times 189 euros on the same day. The card is 5555 5555 5555 4444, so you can look it up. Please give one of them back.

Daniel Achebe`,
  },
  {
    from: ['Ingrid Haugen', 'ingrid.haugen@post.example'],
    subject: 'Which gas for the Glöd stove?',
    minutesAgo: 58,
    text: `Hi,

does the Glöd stove take the usual screw cartridges, or do I need an adapter? And is there one that works below zero?

Ingrid`,
  },
  {
    from: ['Luca Moretti', 'luca.moretti@posta.example'],
    subject: 'Thank you',
    minutesAgo: 24,
    text: `The replacement poles came this morning, two days before our trip. That was kind and quick.

Luca`,
  },
];

/** What visitors of the chat page write, each in a conversation of their own. */
const visitors: readonly (readonly string[])[] = [
  ['Hi!', 'Is the Kolmården tent for two coming back in green?'],
  ['Do you ship to Iceland, and what does it cost?'],
];

/** The mails, oldest first, as if they had been written in the hours before `now`. */
export async function firstMails(to: string, now: number): Promise<Buffer[]> {
  return Promise.all(
    letters.map(({ from: [name, address], subject, minutesAgo, text }, place) =>
      new MailComposer({
        from: { name, address },
        to,
        subject,
        text,
        date: new Date(now - minutesAgo * 60_000),
        messageId: `<first-day-${place + 1}@${address.split('@')[1]}>`,
      })
        .compile()
        .build(),
    ),
  );
}

/** Has the visitors write on the chat page; resolves when the hub has taken all of it. */
export async function visitChat(chat: string): Promise<void> {
  for (const lines of visitors) {
    const visitor = new ChatCustomer(chat);
    await visitor.connect();
    for (const line of lines) visitor.say(line);
    for (let tries = 0; visitor.waiting > 0 && tries < 600; tries += 1) await pause(50);
    visitor.leave();
  }
}
