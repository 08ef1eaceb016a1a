import { type Masked, type Span, firstEndingAfter } from './detector.ts';

/**
 * What the words around a number say: that it is a card, or that it is something else. English,
 * German, Spanish, French, Italian, Dutch, Portuguese.
 */
const speaksForCard =
  /(?<!\p{L})(?:cards?|visa|amex|jcb|cvv2?|cvc2?|pan|exp(?:iry|ires|iration)?|mir)(?!\p{L})|(?:master|credit|debit|debet|bank|giro|gold)\s?cards?(?!\p{L})|mastercard|maestro|american express|diners|discover|union\s?pay|ru\s?pay|(?:kredit|bank|giro|debit)[\s-]?karten?|(?<!\p{L})karten?(?:nummer|nr)?(?!\p{L})|(?<!\p{L})(?:tarjetas?|carte (?:de )?(?:cr[ée]dit|bancaire|bleue)|carte|carta di (?:credito|debito)|cart[ãa]o|creditcard|betaalkaart)(?!\p{L})|card ?(?:number|no|nr|num)|g[üu]ltig bis|v[áa]lid[ao] hasta|caduca|valable jusqu|expire/giu;

/** A label that says what the number right after it is. */
const speaksAgainst =
  /(?<!\p{L})(?:order|orders|tracking|parcel|shipment|consignment|waybill|awb|imei|invoice|ticket|case|reference|ref|serial|item|article|sku|ean|gtin|upc|barcode|customer|account|session|transaction|booking|reservation|meter|policy|member|phone|tel|mobile|whatsapp|id|rma|return|voucher|coupon|bestell(?:ung|nummer|nr)?|auftrags?(?:nummer|nr)?|sendungs?(?:nummer|verfolgung|nr)?|rechnungs?(?:nummer|nr)?|kundennummer|vorgangs?(?:nummer|nr)?|artikel(?:nummer|nr)?|seriennummer|paket(?:nummer)?|telefon|handy|pedido|seguimiento|env[íi]o|factura|n[úu]mero de (?:pedido|serie|seguimiento|cliente)|commande|suivi|colis|facture|num[ée]ro de (?:commande|suivi|s[ée]rie|client)|ordine|spedizione|fattura)(?:[\s._-]{0,3}(?:number|numbers|num|no|nr|nro|n[°º]|id|code|nummer|n[úu]mero|num[ée]ro|is|ist|es|est|lautet|was|of|de|the|my)(?!\p{L})){0,4}[\s.:#°º=/(\-\u2013]{0,6}(?=\p{Nd})/giu;

/** How far from a number a word speaks for a card, in UTF-16 code units. */
const reachBefore = 64;
const reachAfter = 40;

/** Words of a text that weigh for or against cards. Read once per text, when a number first needs them. */
export class CardContext {
  readonly #for: readonly Span[];
  readonly #against: ReadonlySet<number>;
  readonly #masked: readonly Masked[];

  constructor(text: string, masked: readonly Masked[]) {
    this.#masked = masked;
    this.#for = spansOf(text, speaksForCard);
    this.#against = new Set(spansOf(text, speaksAgainst).map((span) => span.end));
  }

  /** Whether a word near the span speaks for a card, with no masked stretch between the two. */
  speaksFor(span: Span): boolean {
    const nextMask = firstEndingAfter(this.#masked, span.start);
    const from = Math.max(span.start - reachBefore, this.#masked[nextMask - 1]?.end ?? 0);
    const to = Math.min(span.end + reachAfter, this.#masked[nextMask]?.start ?? Number.POSITIVE_INFINITY);
    const word = this.#for[firstStartingFrom(this.#for, from)];
    return word !== undefined && word.end <= to;
  }

  /** Whether a label right before the span says that it is something else. */
  speaksAgainst(span: Span): boolean {
    return this.#against.has(span.start);
  }
}

function spansOf(text: string, pattern: RegExp): Span[] {
  return Array.from(text.matchAll(pattern), (match) => ({ start: match.index, end: match.index + match[0].length }));
}

function firstStartingFrom(spans: readonly Span[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const span = spans[middle];
    if (span !== undefined && span.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
