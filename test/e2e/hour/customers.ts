import { expect } from '@playwright/test';
import MailComposer from 'nodemailer/lib/mail-composer';
import PostalMime from 'postal-mime';
import { ChatCustomer } from '../../../build/try-it/chat-customer.mts';
import type { Channel } from '../../../shared/domain/conversation.ts';
import { instagramBody, instagramMessage, textOf, whatsAppMessage, whatsAppMessages } from '../../doubles/meta-provider.ts';
import { shop } from '../journey/mail.ts';
import type { Office } from './office.ts';

/** Published test numbers (Visa, Mastercard), as customers write them down. */
export const cards = ['4242 4242 4242 4242', '5555 5555 5555 4444'] as const;

export interface Customer {
  readonly channel: Channel;
  readonly name: string;
  /** What it is about: a word that belongs to this one conversation, and that all of its messages begin with. */
  readonly item: string;
}

const things = [
  'samowarella', 'flugelhornetto', 'tintenfassl', 'wackelstuhl', 'brotdosine', 'kurbelradler', 'lampionetta', 'murmelbahner', 'nudelrollo', 'ofenhandler',
  'pfeffermahl', 'quirlwerk', 'rucksackl', 'schaukelot', 'teekannuto', 'uhrwerkel', 'vasenhalt', 'wandersocke', 'xylofonini', 'yachtmodel',
  'zeltplanke', 'angelrutine', 'ballnetzer', 'campingofi', 'drachenfluy', 'eierwender', 'fahnenstang', 'gartenzwergl', 'hutablago', 'inselkarto',
  'jojofaden', 'kissenfull', 'leiterchen', 'mantelknopf', 'notenstandr', 'ohrenwarmo', 'pinselbox', 'quastenband', 'rasensaat', 'seifenschal',
] as const;
const firstNames = ['Albertine', 'Barnabas', 'Cordula', 'Dietlinde', 'Eberhard', 'Friederike', 'Gottlieb', 'Hedwig', 'Ignaz', 'Jolanthe', 'Korbinian', 'Liselotte', 'Meinhard', 'Notburga', 'Ottokar', 'Philomena', 'Quirin', 'Roswitha', 'Sebald', 'Thekla', 'Ulrich', 'Veronika'] as const;

/** Forty of them; the last two that write by e-mail are one person, who wrote twice. */
const shares: readonly (readonly [Channel, number])[] = [['email', 14], ['whatsapp', 9], ['instagram', 6], ['webchat', 7], ['phone', 4]];
export const customers: readonly Customer[] = shares
  .flatMap(([channel, count]) => Array.from({ length: count }, (_, place) => ({ channel, place })))
  .map(({ channel, place }, index) => ({ channel, item: things[index] ?? '', name: `${firstNames[channel === 'email' && place === 13 ? 12 : index % firstNames.length]} ${channel === 'email' ? 'Drosselbart' : 'Zeisig'}` }));

export const by = (channel: Channel): readonly Customer[] => customers.filter((one) => one.channel === channel);

const mailbox = ({ name }: Customer): string => `${name.split(' ')[0]?.toLowerCase()}@briefkasten.example`;
const phoneOf = (customer: Customer): string => `4917011122${String(customers.indexOf(customer)).padStart(2, '0')}`;
const accountOf = (customer: Customer): string => `77700${customers.indexOf(customer)}`;

/** What the customers do, each on the channel that is theirs, and what reached them there. */
export class Street {
  readonly #office: Office;
  readonly #chats = new Map<Customer, ChatCustomer>();

  constructor(office: Office) {
    this.#office = office;
  }

  async writes(customer: Customer, words: string): Promise<void> {
    const { mail, whatsApp, instagram, hub } = this.#office;
    const text = `${customer.item}: ${words}`;
    if (customer.channel === 'email') mail.deliver(await new MailComposer({ from: `${customer.name} <${mailbox(customer)}>`, to: shop.address, subject: `${customer.item} order`, text }).compile().build());
    else if (customer.channel === 'whatsapp') await whatsApp.deliver(whatsAppMessages([whatsAppMessage({ userId: null, phone: phoneOf(customer), name: customer.name }, textOf(text))]));
    else if (customer.channel === 'instagram') await instagram.deliver(instagramBody([instagramMessage(accountOf(customer), { text })]));
    else if (customer.channel === 'webchat') {
      const chat = this.#chats.get(customer) ?? new ChatCustomer(hub.chat);
      this.#chats.set(customer, chat);
      chat.say(text);
      await chat.comeBack();
      await expect.poll(() => chat.waiting, { timeout: 30_000 }).toBe(0);
    }
  }

  /** The texts that a customer got, oldest first, as the provider has them. */
  async got(customer: Customer): Promise<readonly string[]> {
    const { mail, whatsApp, instagram } = this.#office;
    switch (customer.channel) {
      case 'email':
        return Promise.all(mail.smtp.sent.filter(({ to }) => to.includes(mailbox(customer))).map(async ({ raw }) => firstLine((await PostalMime.parse(raw)).text ?? '')));
      case 'whatsapp':
        return whatsApp.taken.filter(({ to }) => to === phoneOf(customer)).map(({ text }) => text);
      case 'instagram':
        return instagram.taken.filter(({ to }) => to === accountOf(customer)).map(({ text }) => text);
      case 'webchat':
        return (this.#chats.get(customer)?.lines ?? []).filter(({ from }) => from === 'shop').map(({ text }) => text);
      case 'phone':
        return [];
    }
  }

  /** Everything that left the company on any channel: nobody got more than is asked about above. */
  sent(): number {
    const { mail, whatsApp, instagram } = this.#office;
    return mail.smtp.sent.length + whatsApp.taken.length + instagram.taken.length;
  }

  leave(): void {
    for (const chat of this.#chats.values()) chat.leave();
  }
}

const firstLine = (text: string): string => text.trim().split('\n')[0]?.trim() ?? '';
