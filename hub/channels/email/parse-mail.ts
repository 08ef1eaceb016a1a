import PostalMime, { addressParser, decodeWords, type Address, type Attachment as Part, type Email } from 'postal-mime';
import { maxCopies } from '../../../shared/domain/copies.ts';
import { maxAttachmentBytes } from '../../../shared/domain/attachment.ts';
import type { MailPart } from '../../../shared/domain/mail-part.ts';
import { bytes, wholeBuffer } from '../../../shared/trust/bytes.ts';
import type { Normalised, ReceivedFile } from '../../intake/stages.ts';
import { wellFormed } from '../../intake/well-formed.ts';
import { isAutomatic } from './automatic.ts';
import { readBounce } from './bounce.ts';
import { headersOfBroken, type MailHeaders, mailHeaders } from './headers.ts';
import { messageIdsIn } from './message-id.ts';
import { calendarEntry } from './calendar-part.ts';
import { sealedPart } from './sealed-part.ts';
import { textWithoutBoundary } from './without-boundary.ts';
import { tokenIn, withoutToken } from './reply-token.ts';

/**
 * Largest mail looked into, in bytes: the largest attachment in base64 with its line ends, and room for the rest. Of a
 * larger one the beginning is read and the message marked.
 */
export const maxMailBytes = 144 * 1024 * 1024;

/** Bounds for one parse: nesting deeper than any mail program makes, and headers, those of all parts together, for more parts than anybody looks through. */
const bounds = { forceRfc822Attachments: true, maxNestingDepth: 64, maxHeadersSize: 4 * 1024 * 1024 } as const;
const maxParts = 100;
/** Subjects and names are kept this long, in UTF-16 code units, until redaction has seen them and cuts them to their own length. */
const beforeRedaction = 8_000;
/** No mail is older than this; a clock at its factory setting says 1970. */
const oldestDate = Date.UTC(2000, 0, 1);

/**
 * normalise, for mail. Never fails: what the MIME parser refuses becomes a message that says so, with
 * the sender and subject as far as they can be read.
 *
 * @param receivedAt when the mailbox got it; stands in for a Date that is missing, impossible or in the future.
 * @param ownAddress the channel's address, in lower case.
 */
export function parseMail(raw: Uint8Array, receivedAt: number, ownAddress: string): Promise<Normalised> {
  return parseGivenMail(bytes(raw), receivedAt, ownAddress);
}

/** As `parseMail`, of bytes that nobody else needs: they may be changed, and a large mail is not in memory twice. */
export async function parseGivenMail(raw: Uint8Array, receivedAt: number, ownAddress: string): Promise<Normalised> {
  const tooLarge = raw.length > maxMailBytes;
  try {
    // A buffer of its own is what the parser reads without another copy.
    const buffer = (tooLarge ? null : wholeBuffer(raw)) ?? bytes(raw.subarray(0, maxMailBytes)).buffer;
    textWithoutBoundary(Buffer.from(buffer));
    const email = await PostalMime.parse(buffer, bounds);
    return whole(email, receivedAt, ownAddress, tooLarge);
  } catch {
    return unreadableMail(raw, receivedAt, ownAddress);
  }
}

function whole(email: Email, receivedAt: number, ownAddress: string, tooLarge: boolean): Normalised {
  const headers = mailHeaders(email.headers);
  const html = email.html === undefined || email.html.trim() === '' ? null : plainCharacters(email.html);
  const text = plainCharacters([email.text ?? '', ...email.attachments.filter(isTextOfOldType).map(wordsOf)].join('\n'));
  const attachments = files(email.attachments.filter((part) => !isTextOfOldType(part)), tooLarge);
  return {
    ...envelopeOf(headers, receivedAt, ownAddress),
    // Where there is HTML only, sanitise makes the text of it.
    text: html === null && text.trim() === '' && attachments.some(({ part }) => part?.kind === 'encrypted') ? encryptedNote : text,
    html,
    attachments,
    bounce: readBounce(email),
    cut: tooLarge ? 'too-large' : null,
  };
}

/** A type without a subtype, which no standard knows any more, is taken for text (RFC 2045 section 5.2). */
const isTextOfOldType = ({ mimeType, filename, disposition }: Part): boolean => !mimeType.includes('/') && filename === null && disposition !== 'attachment';

function wordsOf({ content }: Part): string {
  const of = bytesOf(content);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(of);
  } catch {
    return Buffer.from(of).toString('latin1');
  }
}

const encryptedNote = 'This mail is encrypted, and nobody here has the key. Ask the sender to write it without.';

/** What stands for a mail that cannot be read: sender and subject as far as its header tells. */
export function unreadableMail(raw: Uint8Array, receivedAt: number, ownAddress: string): Normalised {
  return {
    ...envelopeOf(headersOfBroken(raw), receivedAt, ownAddress),
    text: 'This mail is damaged and cannot be shown. Its original is kept in quarantine; ask IT for it.',
    html: null,
    attachments: [],
    bounce: null,
    cut: 'unreadable',
  };
}

/** What the header fields tell, whichever way they were read. */
function envelopeOf(headers: MailHeaders, receivedAt: number, ownAddress: string) {
  const from = mailboxIn(headers.first('from')) ?? mailboxIn(headers.first('sender'));
  const replyTo = mailboxIn(headers.first('reply-to'));
  const date = Date.parse(headers.first('date') ?? '');
  const subject = headers.first('subject');
  return {
    identity: from === null ? null : ({ kind: 'email', value: from.address } as const),
    sole: namesOne(headers),
    authorName: from?.name ?? '',
    subject: subject === null ? null : oneLine(decoded(subject), beforeRedaction),
    sentAt: date >= oldestDate && date <= receivedAt ? date : receivedAt,
    messageId: messageIdsIn(headers.first('message-id') ?? '')[0] ?? null,
    answers: [...messageIdsIn(headers.first('in-reply-to') ?? ''), ...messageIdsIn(headers.first('references') ?? '').toReversed()],
    tokens: tokensIn(headers, ownAddress),
    automatic: isAutomatic(headers, from?.address ?? null, ownAddress),
    replyTo: replyTo?.address ?? null,
    others: othersIn(headers, [from?.address, ownAddress]),
  };
}

/** Where a mail says to whom it went; a server that hands it on may say so only in the fields of its own. */
const addressed = ['to', 'cc', 'delivered-to', 'x-original-to', 'envelope-to'];
/** Tokens of one mail that are looked up. */
const maxTokens = 5;

function tokensIn(headers: MailHeaders, ownAddress: string): string[] {
  const all = addressed.flatMap((name) => mailboxesIn(headers.first(name))).flatMap(({ address }) => tokenIn(address, ownAddress) ?? []);
  return [...new Set(all)].slice(0, maxTokens);
}

/** Everybody whom To and Cc name, but for who wrote and where it came in; each once. */
function othersIn(headers: MailHeaders, besides: readonly (string | undefined)[]): string[] {
  const all = ['to', 'cc'].flatMap((name) => mailboxesIn(headers.first(name))).map(({ address }) => withoutToken(address));
  return [...new Set(all)].filter((address) => !besides.includes(address)).slice(0, maxCopies);
}

/** Whether there is one From, and one address in it, which is read whole: where there are more, one of them may be passed over here and believed elsewhere. */
function namesOne(headers: MailHeaders): boolean {
  const [from, ...others] = headers.entries().filter(({ key }) => key === 'from');
  if (from === undefined || others.length > 0 || from.value.length > longestAddresses) return false;
  return addressesIn(from.value).filter(({ address = '' }) => address.trim() !== '').length === 1 && mailboxesIn(from.value).length === 1;
}

/** The first mailbox of an address header; null when there is none with an address worth the name. */
function mailboxIn(header: string | null): { readonly name: string; readonly address: string } | null {
  return mailboxesIn(header)[0] ?? null;
}

/** The mailboxes of an address header that have an address worth the name, in their order. */
function mailboxesIn(header: string | null): { readonly name: string; readonly address: string }[] {
  return addressesIn(header ?? '').flatMap(({ name, address }) => {
    const clean = address === undefined ? '' : oneLine(address, 320).toLowerCase();
    return /^[^\s@]+@[^\s@]+$/.test(clean) && clean.length <= 254 ? [{ name: oneLine(decoded(name), beforeRedaction), address: clean }] : [];
  });
}

/** An address header is read so far, in UTF-16 code units. */
const longestAddresses = 4000;

function addressesIn(header: string): Address[] {
  try {
    return addressParser(header.slice(0, longestAddresses), { flatten: true });
  } catch {
    return [];
  }
}

/** Encoded words (RFC 2047) of a header, through the same parser that reads whole mails. */
function decoded(text: string): string {
  if (!text.includes('=?')) return text;
  try {
    return decodeWords(text);
  } catch {
    return text;
  }
}

/** @param cutShort what was read ends within the last of them. */
function files(parts: readonly Part[], cutShort: boolean): ReceivedFile[] {
  const last = parts.at(-1);
  const each = (part: Part) => file(part, cutShort && part === last);
  if (parts.length <= maxParts) return parts.map(each);
  // More parts than a person can look through: the rest is counted, not dropped in silence.
  const rest = parts.slice(maxParts - 1);
  const size = rest.reduce((sum, { content }) => sum + sizeOf(content), 0);
  return [...parts.slice(0, maxParts - 1).map(each), { name: `${rest.length} more attachments`, mediaType: 'application/octet-stream', size, contents: null }];
}

function file(part: Part, cutShort: boolean): ReceivedFile {
  const contents = bytesOf(part.content);
  const besides = calendarKinds.includes(part.mimeType) ? calendarEntry(contents) : sealedPart(part.mimeType, contents);
  return {
    ...(besides === null ? {} : { part: besides }),
    name: oneLine(part.filename ?? nameless(part.mimeType, besides), beforeRedaction),
    mediaType: oneLine(part.mimeType, 127),
    size: contents.length,
    contents: cutShort || contents.length > maxAttachmentBytes ? { state: 'too-large' } : { state: 'read', bytes: contents, redacted: false },
  };
}

const bytesOf = (content: Part['content']) => (typeof content === 'string' ? new Uint8Array(Buffer.from(content, 'utf8')) : new Uint8Array(content));

const sizeOf = (content: Part['content']) => (typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength);

const calendarKinds: readonly string[] = ['text/calendar', 'application/ics'];

function nameless(mediaType: string, besides: MailPart | null): string {
  if (besides?.kind === 'encrypted') return 'Encrypted message';
  if (besides?.kind === 'signed') return 'Signature';
  if (mediaType.startsWith('image/')) return 'Image without a name';
  if (mediaType === 'message/rfc822') return 'Forwarded mail';
  if (calendarKinds.includes(mediaType)) return 'Calendar entry';
  return 'Attachment without a name';
}

/** Without control characters other than tab and line end, and without halves of surrogate pairs. */
function plainCharacters(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is removed here
  return wellFormed(text).replaceAll(/\r\n?/g, '\n').replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '');
}

/** One line, at most `length` UTF-16 code units. */
function oneLine(text: string, length: number): string {
  return wellFormed(plainCharacters(text).replaceAll(/\s+/g, ' ').trim().slice(0, length));
}
