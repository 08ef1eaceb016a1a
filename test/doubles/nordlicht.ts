import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import type { ConversationRow } from '../../shared/contract/ipc/inbox.ts';
import type { ShownMessage } from '../../shared/contract/ipc/attachments.ts';
import { firstDisplay } from '../../shared/domain/display.ts';
import type { Channel, ConversationStatus, MessageStatus, Priority } from '../../shared/domain/conversation.ts';
import { replyUntilAfter, replyWindows } from '../../shared/domain/reply-window.ts';
import { type AgentId, type AttachmentId, type ConversationId, type CustomerId, type MessageId, TeamId } from '../../shared/domain/ids.ts';
import type { CustomerIdentity } from '../../shared/domain/people.ts';
import type { SessionState, SessionStateKind } from '../../shared/domain/session-state.ts';
import type { SyncState } from '../../shared/domain/sync-state.ts';
import { nordlichtCompany } from './nordlicht-company.ts';
import type { DoubleWorld, StoredConversation } from './sealdesk-api.ts';

/** A made-up outdoor shop and a day of its mail, for pictures and component tests. */
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const id = (kind: number, n: number): string => `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`;
const agentId = (n: number): AgentId => id(1, n) as AgentId;

const organisation = 'Nordlicht Outdoor GmbH';
const owner = { organisation, deviceName: 'nl-laptop-014', agentName: 'Jana Okafor-Lindström' };
const me = agentId(1);
const agents = [
  { id: me, name: owner.agentName },
  { id: agentId(2), name: 'Maximilian Freiherr von Schwarzenfeld' },
  { id: agentId(3), name: 'Ayşe Demir' },
  { id: agentId(4), name: 'Tom Brandt' },
];

/** One of every state the session can be in. */
export function sessionStates(now: number): { readonly [K in SessionStateKind]: Extract<SessionState, { kind: K }> } {
  return {
    starting: { kind: 'starting' },
    unenrolled: { kind: 'unenrolled' },
    'pending-approval': {
      kind: 'pending-approval', organisation, deviceName: owner.deviceName, agentEmail: 'jana.okafor-lindstroem@nordlicht.example',
      safetyNumber: '05213 77410 98034 44127 60951 23388 91746 05502 87319 64420 15873 30096',
      shared: [
        { label: 'Serial number', value: '5CG1234XYZ' },
        { label: 'Hardware UUID', value: '4c4c4544-0042-3510-8054-b7c04f4e3732' },
        { label: 'System', value: 'Debian GNU/Linux 12 (bookworm)' },
        { label: 'Model', value: 'LENOVO ThinkPad T14 Gen 4' },
        { label: 'Keychain', value: 'GNOME Keyring' },
        { label: 'Sealdesk', value: '0.1.0' },
        { label: 'Checks', value: 'disk encryption, screen lock, debugger, administrator rights' },
      ],
      online: true,
    },
    approved: { kind: 'approved', ...owner, agentEmail: 'jana.okafor-lindstroem@nordlicht.example', step: 'passphrase', passphraseMinimum: 15, codeDigits: 6 },
    locked: { kind: 'locked', ...owner, codeDigits: 6, online: false, leaseUntil: now + 2 * day + 4 * hour, leaseHours: 72, retryAt: null, attemptsLeft: 10, nextCodeAt: null, passphraseOnlyUntil: null },
    'repair-needed': { kind: 'repair-needed', ...owner, codeDigits: 6, online: true, retryAt: null, attemptsLeft: 10, nextCodeAt: null },
    'repair-offered': { kind: 'repair-offered', ...owner, salvage: { readable: true, drafts: { saved: 4, lost: 0 }, queued: { saved: 2, lost: 1 }, returned: { saved: 1, lost: 0 }, unsure: false } },
    unlocking: { kind: 'unlocking', ...owner },
    unlocked: { kind: 'unlocked', ...owner, agentId: me, roles: ['agent'], postureWarnings: [], authenticatorEnded: false, repaired: null },
    suspended: { kind: 'suspended', ...owner, reason: 'Left in a taxi on Friday, may turn up', online: false },
    revoked: { kind: 'revoked', organisation, reason: 'Reported missing on Monday' },
    wiped: { kind: 'wiped', organisation, receipt: 'delivered' },
    'lease-ended': { kind: 'lease-ended', ...owner, codeDigits: 6, online: false, nextCodeAt: null },
    'posture-failed': { kind: 'posture-failed', organisation, problems: ['The disk is not encrypted.', 'Debian GNU/Linux 11 (bullseye) is older than 12.', 'The screen never locks by itself. Let it lock after a few minutes.'] },
    'clock-moved-back': { kind: 'clock-moved-back', highestSeen: now, now: now - 3 * day },
    'no-keychain': { kind: 'no-keychain', explanation: 'No Secret Service answers on the session bus.' },
    'keychain-changed': { kind: 'keychain-changed', explanation: 'The keychain has no item for this enrolment.' },
    'record-damaged': { kind: 'record-damaged', explanation: 'The enrolment record’s seal does not match its content.' },
    'vault-damaged': { kind: 'vault-damaged', explanation: 'A page of the vault failed its check.' },
    'vault-newer': { kind: 'vault-newer', explanation: 'The vault has layout 7; this version knows 4.' },
  };
}

interface Said {
  readonly by: 'customer' | 'us' | 'note' | 'event';
  readonly text: string;
  readonly ago: number;
  readonly status?: MessageStatus;
  readonly failure?: string;
  readonly agent?: number;
  readonly risk?: ShownMessage['risk'];
  readonly attachments?: ShownMessage['attachments'];
}

interface Story {
  readonly customer: string;
  readonly channel: Channel;
  readonly subject: string;
  readonly identities: readonly CustomerIdentity[];
  readonly said: readonly Said[];
  readonly status?: ConversationStatus;
  readonly assignee?: number;
  readonly unread?: boolean;
  readonly priority?: Priority;
  readonly tags?: readonly string[];
  /** From now on, in milliseconds. */
  readonly snoozedFor?: number;
  /** Milliseconds until an answer is promised; less than none, it is late. */
  readonly dueIn?: number;
  readonly draft?: string;
}

const noRisk: ShownMessage['risk'] = { level: 'none', reasons: [] };

/** Where redaction's masks stand in a text. */
const hidden = { 'card': /\[card(?: \*{4}(?: \d{4})?)?\]/g, 'card-code': /\[card security code\]/g, 'phone': /\[phone \*{4} \d{2}\]/g } as const;

/** As long as the default policy lets a mistake be put right after a message came. */
const recoverableFor = 15 * 60_000;

function findingsIn(text: string, sentAt: number): ShownMessage['findings'] {
  const found = Object.entries(hidden).flatMap(([type, mask]) =>
    [...text.matchAll(mask)].map((match) => ({ type, mask: match[0], start: match.index, end: match.index + match[0].length, ...(type === 'phone' ? { sealed: id(9, match.index) } : {}), ...(type === 'card' ? { recoverable: { id: id(12, match.index), until: sentAt + recoverableFor } } : {}) })),
  );
  return found.sort((a, b) => a.start - b.start);
}

function told(story: Story, n: number, now: number): StoredConversation {
  const conversationId = id(2, n) as ConversationId;
  const customerId = id(3, n) as CustomerId;
  const messages = story.said.map((said, place): ShownMessage => ({
    id: id(4, n * 1000 + place) as MessageId,
    conversationId,
    kind: said.by === 'customer' ? 'inbound' : said.by === 'us' ? 'outbound' : said.by,
    channel: story.channel,
    authorName: said.by === 'customer' ? story.customer : said.by === 'event' ? '' : (agents[(said.agent ?? 1) - 1]?.name ?? ''),
    agentId: said.by === 'us' || said.by === 'note' ? agentId(said.agent ?? 1) : null,
    subject: null,
    text: said.text,
    html: null,
    sentAt: now - said.ago,
    status: said.status ?? (said.by === 'us' ? 'delivered' : said.by === 'customer' ? 'received' : 'accepted'),
    failure: said.failure ?? null,
    findings: findingsIn(said.text, now - said.ago),
    risk: said.risk ?? noRisk,
    attachments: said.attachments ?? [],
    revision: 1,
  }));
  const last = messages.findLast((message) => message.kind !== 'event');
  const row: ConversationRow = {
    id: conversationId,
    customerId,
    customerName: story.customer,
    channel: story.channel,
    verification: story.channel === 'webchat' || story.channel === 'phone' ? 'unverified' : 'contact',
    others: n === 1 ? [{ id: id(21, 1), shown: 'm•••@posteo.de' }, { id: id(21, 2), shown: 'l•••@wanderverein.example' }] : [],
    replyUntil: replyUntilAfter(replyWindows[story.channel], messages.findLast((message) => message.kind === 'inbound')?.sentAt ?? 0),
    subject: story.subject,
    preview: (last?.text ?? '').replace(/\s+/g, ' ').slice(0, 240),
    status: story.status ?? 'open',
    assigneeId: story.assignee === undefined ? null : agentId(story.assignee),
    teamId: null,
    followers: [],
    mergedInto: null,
    called: false,
    priority: story.priority ?? 'normal',
    tags: [...(story.tags ?? [])],
    dueAt: story.dueIn === undefined ? null : now + story.dueIn,
    snoozedUntil: story.snoozedFor === undefined ? null : now + story.snoozedFor,
    createdAt: messages[0]?.sentAt ?? now,
    lastMessageAt: messages.at(-1)?.sentAt ?? now,
    revision: messages.length,
    unread: story.unread ?? false,
    assigneeName: story.assignee === undefined ? null : (agents[story.assignee - 1]?.name ?? null),
    hasDraft: story.draft !== undefined,
    hasConflict: false,
    onlyHere: false,
  };
  return { row, customer: { id: customerId, name: story.customer, identities: [...story.identities] }, messages, drafts: { reply: story.draft ?? '', note: '' }, conflicts: [] };
}

const stories: readonly Story[] = [
  {
    customer: 'Friederike Müller-Größmann',
    channel: 'email',
    subject: 'Bestellung NL-20931: Rucksack falsch geliefert',
    identities: [{ kind: 'email', shown: 'f•••••••••@posteo.de' }, { kind: 'phone', shown: '+49 ••• ••••• 71' }],
    assignee: 1,
    unread: true,
    priority: 'high',
    tags: ['Wrong item', 'Refund', 'Express'],
    dueIn: 3 * hour + minute,
    said: [
      {
        by: 'customer', ago: 2 * day + 3 * hour,
        text: 'Guten Tag,\n\nich habe am Montag den Rucksack „Kebnekaise 45“ in Moosgrün bestellt (NL-20931), geliefert wurde er in Größe S und in Rot. Können Sie mir bitte den richtigen schicken? Ich breche am Freitag zu einer Tour auf.\n\nMit freundlichen Grüßen\nFriederike Müller-Größmann',
      },
      { by: 'event', ago: 2 * day + 2 * hour, text: 'Ayşe Demir assigned this to Jana Okafor-Lindström' },
      {
        by: 'us', ago: 2 * day + hour, status: 'read',
        text: 'Guten Tag Frau Müller-Größmann,\n\ndas tut uns leid. Der richtige Rucksack ist heute aus dem Lager gegangen und sollte am Donnerstag bei Ihnen sein; ein Rücksendeetikett für den falschen liegt bei.\n\nViele Grüße\nJana Okafor-Lindström',
      },
      { by: 'note', agent: 3, ago: day + 5 * hour, text: 'Lager bestätigt: Etiketten S und M waren vertauscht, betrifft noch zwei weitere Bestellungen von Montag.' },
      {
        by: 'customer', ago: 14 * minute,
        text: 'Liebe Frau Okafor-Lindström,\n\nvielen Dank, der Rucksack ist da und passt. Die 12,90 € für den Expressversand können Sie auf dieselbe Karte erstatten: [card **** 4242], Prüfziffer [card security code]. Bei Fragen bin ich unter [phone **** 71] zu erreichen.\n\nHerzliche Grüße\nF. Müller-Größmann\n\nAm 3. September 2025 um 14:02 schrieb Nordlicht Outdoor <hilfe@nordlicht.example>:\n> Guten Tag Frau Müller-Größmann,\n>\n> das tut uns leid. Der richtige Rucksack ist heute aus dem Lager gegangen\n> und sollte am Donnerstag bei Ihnen sein.',
        attachments: [
          { name: 'Rechnung NL-20931 mit Versandkosten.pdf', mediaType: 'application/pdf', size: 184_320, contents: { state: 'kept', hidden: [], id: id(10, 1) as AttachmentId } },
          { name: 'Erstattung.docx', mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', size: 21_904, contents: { state: 'held', hidden: [{ type: 'card', count: 2 }, { type: 'email', count: 1 }] } },
          { name: 'Erstattung.docx (text).txt', mediaType: 'text/plain', size: 1_204, contents: { state: 'kept', hidden: [{ type: 'card', count: 2 }, { type: 'email', count: 1 }], id: id(10, 2) as AttachmentId } },
        ],
      },
    ],
  },
  {
    customer: 'Oyelaran Adébáyọ̀',
    channel: 'whatsapp',
    subject: '',
    identities: [{ kind: 'whatsapp', shown: '+44 •••• •••219' }],
    tags: ['Stock'],
    unread: true,
    dueIn: 14 * minute,
    said: [
      { by: 'customer', ago: 41 * minute, text: 'Hi! Is the Sarek tent in stock again?' },
      { by: 'us', ago: 38 * minute, agent: 4, status: 'read', text: 'Hello! It is due back on the 18th. Shall I put one aside for you?' },
      { by: 'customer', ago: 22 * minute, text: 'Yes please 🙏 the two-person one, in ochre if you have it' },
    ],
  },
  {
    customer: 'Account Services',
    channel: 'email',
    subject: 'Urgent: confirm payout details before 17:00',
    identities: [{ kind: 'email', shown: 'a•••••••@nordlicht-outdoor.co' }],
    priority: 'urgent',
    dueIn: -22 * minute,
    unread: true,
    said: [
      {
        by: 'customer', ago: 52 * minute,
        text: 'Hi Jana,\n\nthis is Karsten from finance. I am in a meeting and cannot talk. Please send me the bank details of the last three refunds at once, we have a deadline at 17:00.\n\nKarsten',
        risk: {
          level: 'dangerous',
          reasons: ['It says it is from a colleague. It came from outside, from nordlicht-outdoor.co, a domain made to look like yours.', 'The sender’s domain was registered four days ago.'],
        },
      },
    ],
  },
  {
    customer: 'Ingrid Åström',
    channel: 'webchat',
    subject: 'Chat on /sale/boots',
    identities: [{ kind: 'webchat', shown: 'Visitor from the web chat' }],
    assignee: 1,
    draft: 'The half size runs a little',
    said: [
      { by: 'customer', ago: 71 * minute, text: 'Do the Abisko boots run small?' },
      { by: 'us', ago: 69 * minute, status: 'delivered', text: 'A little: most people take half a size up.' },
      { by: 'customer', ago: 68 * minute, text: 'And the half sizes, are those wider too?' },
    ],
  },
  {
    customer: 'bergfex_lena',
    channel: 'instagram',
    subject: '',
    identities: [{ kind: 'instagram', shown: '@bergfex_lena' }],
    assignee: 3,
    said: [
      { by: 'customer', ago: 3 * hour, text: 'Your ad says -30% but the shop shows the full price?' },
      { by: 'us', agent: 3, ago: 2 * hour + 50 * minute, status: 'failed', failure: 'Instagram took no answer: the customer’s last message is more than 24 hours old.', text: 'The discount is taken off in the basket. You should see it before you pay!' },
    ],
  },
  {
    customer: 'Dr. Hans-Joachim von und zu Hohenlohe-Langenburg',
    channel: 'email',
    subject: 'Re: Re: Re: Rechnung 2025-08817 an die neue Anschrift der Stiftung',
    identities: [{ kind: 'email', shown: 'h••••••••@stiftung.example' }],
    assignee: 2,
    status: 'pending',
    said: [
      { by: 'customer', ago: 5 * hour, text: 'Sehr geehrte Damen und Herren, bitte berichtigen Sie die Rechnung: Die Anschrift der Stiftung hat sich geändert.' },
      { by: 'us', agent: 2, ago: 4 * hour + 20 * minute, status: 'sent', text: 'Sehr geehrter Herr Dr. von und zu Hohenlohe-Langenburg, die berichtigte Rechnung liegt bei.' },
    ],
  },
  {
    customer: 'Marco Bianchi',
    channel: 'phone',
    subject: 'Call about a late parcel',
    identities: [{ kind: 'phone', shown: '+39 ••• ••• 408' }],
    assignee: 1,
    said: [{ by: 'note', ago: 7 * hour, text: 'Called about NL-20877. The parcel is at the depot in Bolzano; promised to call back when the carrier has answered.' }],
  },
];

const names = [
  'Sofie Jørgensen', 'Łukasz Wiśniewski', 'Claire Dubois-Lefèvre', 'Mehmet Yıldız', 'Jürgen Überreiter', 'Emily Carter', 'Nguyễn Thị Hồng', 'Katharina Weiß',
  'Liam O’Sullivan', 'Zoë van der Meer', 'Pablo Núñez', 'Elif Şahin', 'Björn Þorvaldsson', 'Anneliese Schäfer', 'Radosław Gołębiewski', 'Chidi Okonkwo',
];
const subjects = [
  'Rücksendung ohne Etikett', 'Where is my order?', 'Gutschein lässt sich nicht einlösen', 'Zip broke after two weeks', 'Change of address', 'Facture manquante',
  'Größentabelle Kinderjacken', 'Double charge on my statement', 'Pre-order of the Sarek 2', 'Lieferadresse Packstation',
];
const openings = [
  'Hallo, das Paket ist angekommen, aber das Etikett für die Rücksendung fehlt. Können Sie mir eines schicken?',
  'The tracking has not moved since Tuesday. Could you check with the carrier?',
  'My bank shows the payment twice, both on [card **** 1881]. Please refund one of them.',
  'Bonjour, je n’ai pas reçu la facture de ma commande. Merci de me l’envoyer.',
  'The zip of the jacket came apart on the second trip. Photos are attached.',
  'Bitte ändern Sie die Lieferadresse, bevor das Paket rausgeht.',
];
const channels = ['email', 'email', 'email', 'whatsapp', 'webchat', 'instagram'] as const;

const pick = <T>(items: readonly T[], n: number): T => items[n % items.length] as T;

/** A whole inbox: the stories first, then ordinary days back to `length` conversations. */
export function nordlicht(now: number, length = 240): DoubleWorld {
  const ordinary = Array.from({ length: Math.max(0, length - stories.length) }, (_, n): Story => {
    const channel = pick(channels, n * 7 + 1);
    const ago = 8 * hour + n * 97 * minute;
    const resolved = n % 3 === 2;
    return {
      customer: pick(names, n * 5 + 2),
      channel,
      subject: channel === 'email' ? pick(subjects, n * 3) : '',
      identities: [],
      unread: n % 9 === 0 && !resolved,
      status: resolved ? 'resolved' : n % 7 === 3 ? 'pending' : 'open',
      ...(n % 2 === 0 ? { assignee: (n % 4) + 1 } : {}),
      said: [{ by: 'customer', ago, text: pick(openings, n) }],
    };
  });
  /** Long enough to need several pages. */
  const long: Story = {
    customer: 'Katharina Weiß',
    channel: 'whatsapp',
    subject: '',
    identities: [{ kind: 'whatsapp', shown: '+43 ••• •••••12' }],
    assignee: 1,
    said: Array.from({ length: 180 }, (_, n): Said => ({
      by: n % 3 === 1 ? 'us' : 'customer',
      ago: 7 * hour + 30 * minute + (180 - n) * 47 * minute,
      text: n === 12 ? 'Ganz am Anfang: die Isomatte „Fjällräv“ verliert Luft.' : `Nachricht ${n + 1}: ${pick(openings, n)}`,
    })),
  };
  const security: IpcOutput<'security.show'> = { passphraseMinimum: 15, codeDigits: 6, recoveryCodesLeft: 10, codeForgiven: false, duressAllowed: false };
  const sync: SyncState = {
    connection: 'online', cachedTo: now - 8000, backfill: 'done', backfilledTo: null, conversations: length, messages: length * 4, queued: 0, conflicts: 0, resolvedSince: now - 90 * day, diskFull: false, checkedAt: now - 5 * hour, leaseUntil: now + 2 * day + 4 * hour, leaseHours: 72,
  };
  return {
    session: sessionStates(now).unlocked,
    sync,
    security,
    notice: null,
    display: firstDisplay,
    agents,
    company: nordlichtCompany(now),
    offered: null,
    ownWords: ['Nordlicht', 'Pakete-Team'],
    spelling: {},
    asked: null,
    notices: { pausedUntil: null, allowed: 'something', tray: true },
    savedViews: [],
    present: [],
    teams: [{ id: TeamId.parse('00000009-0000-4000-8000-000000000001'), name: 'Returns', mine: false }, { id: TeamId.parse('00000009-0000-4000-8000-000000000002'), name: 'Wholesale', mine: false }],
    conversations: [...stories, long, ...ordinary].map((story, n) => told(story, n + 1, now)),
    now: () => now,
  };
}
