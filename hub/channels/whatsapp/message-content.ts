import { z } from 'zod';
import { words } from '../meta/words.ts';

/** A file that is still at the provider's. */
export interface MediaRef {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  /** Base64 or hex; null where it was not told. */
  readonly sha256: string | null;
}

export interface MessageContent {
  readonly text: string;
  readonly media: MediaRef | null;
  /** Asks for no answer. */
  readonly aside: boolean;
  /** Nobody knows what it says: the original is kept. */
  readonly known: boolean;
}

const Short = z.string().max(5_000);
const Media = z.object({ id: z.string().min(1).max(500), mime_type: Short.default('application/octet-stream'), sha256: Short.optional(), caption: z.string().optional(), filename: Short.optional(), voice: z.boolean().optional() });
const Named = z.object({ title: z.string(), description: z.string().optional() });

const said = (text: string): MessageContent => ({ text, media: null, aside: false, known: true });
const aside = (text: string): MessageContent => ({ ...said(text), aside: true });
const lines = (...all: readonly (string | null | undefined)[]) => all.filter((line) => line !== null && line !== undefined && line !== '').join('\n');

/** How each type of message reads. A type that is not here, or not shaped as documented, is told as unknown. */
const types: Readonly<Record<string, (content: unknown, message: Readonly<Record<string, unknown>>) => MessageContent>> = {
  text: (content) => said(z.object({ body: z.string() }).parse(content).body),
  image: (content) => file(content, words.media.image),
  video: (content) => file(content, words.media.video),
  sticker: (content) => file(content, words.media.sticker),
  document: (content) => file(content, words.media.document),
  audio: (content) => file(content, Media.parse(content).voice === true ? words.media.voice : words.media.audio),
  location: (content) => {
    const { latitude, longitude, name, address } = z.object({ latitude: z.number(), longitude: z.number(), name: z.string().optional(), address: z.string().optional() }).parse(content);
    return said(lines(words.location, name, address, `${latitude}, ${longitude}`));
  },
  contacts: (content) => said(lines(words.contacts, ...z.array(ContactCard).parse(content).map(cardText))),
  button: (content) => said(words.pressed(z.object({ text: z.string() }).parse(content).text)),
  interactive: (content) => interactive(content),
  reaction: (content) => {
    const { emoji } = z.object({ emoji: z.string().max(50).optional() }).parse(content);
    return aside(emoji === undefined || emoji === '' ? words.tookReactionBack : words.reacted(emoji));
  },
  order: (content) => {
    const { product_items, text } = z.object({ text: z.string().optional(), product_items: z.array(OrderedProduct) }).parse(content);
    const products = product_items.map(({ product_retailer_id, quantity, item_price, currency }) => `${quantity} × ${product_retailer_id}${item_price === undefined ? '' : `, ${item_price} ${currency ?? ''}`.trimEnd()}`);
    return said(lines(words.order(product_items.length), ...products, text));
  },
  system: (content) => {
    const { type } = z.object({ type: z.string().optional() }).parse(content);
    if (type === 'user_changed_number' || type === 'customer_changed_number') return aside(words.newNumber);
    return aside(type === 'customer_identity_changed' || type === 'user_identity_changed' ? words.newIdentity : words.system);
  },
  unsupported: () => said(words.notSupported),
};

const ContactCard = z.object({
  name: z.object({ formatted_name: z.string().optional() }).optional(),
  phones: z.array(z.object({ phone: z.string().optional() })).optional(),
  emails: z.array(z.object({ email: z.string().optional() })).optional(),
});
const cardText = ({ name, phones = [], emails = [] }: z.infer<typeof ContactCard>) =>
  [name?.formatted_name, ...phones.map(({ phone }) => phone), ...emails.map(({ email }) => email)].filter((value) => value !== undefined && value !== '').join(', ');

const OrderedProduct = z.object({ product_retailer_id: z.string(), quantity: z.union([z.number(), z.string()]), item_price: z.union([z.number(), z.string()]).optional(), currency: z.string().optional() });

function interactive(content: unknown): MessageContent {
  const { button_reply, list_reply, nfm_reply } = z.object({ button_reply: Named.optional(), list_reply: Named.optional(), nfm_reply: z.object({ body: z.string().optional(), response_json: z.string().optional() }).optional() }).parse(content);
  if (button_reply) return said(words.pressed(button_reply.title));
  if (list_reply) return said(lines(words.chose(list_reply.title), list_reply.description));
  if (nfm_reply) return said(lines(words.filledIn, nfm_reply.body, nfm_reply.response_json));
  throw new TypeError('An interactive message of another kind.');
}

function file(content: unknown, name: string): MessageContent {
  const { id, mime_type, sha256, caption, filename } = Media.parse(content);
  return { text: caption ?? '', media: { id, name: filename ?? name, mediaType: mime_type.split(';', 1)[0]?.trim() ?? mime_type, sha256: sha256 ?? null }, aside: false, known: true };
}

/** What a message says, in words. Never throws. */
export function contentOf(message: Readonly<Record<string, unknown>>): MessageContent {
  const type = typeof message['type'] === 'string' ? message['type'] : '';
  try {
    const read = Object.hasOwn(types, type) ? types[type] : undefined;
    if (read !== undefined) return read(message[type], message);
  } catch {
    // Told as unknown, as any other.
  }
  return { text: words.unknownKind, media: null, aside: false, known: false };
}
