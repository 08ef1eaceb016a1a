import { type Span, firstEndingAfter } from '../engine/span.ts';
import { firstStartingFrom } from '../engine/search.ts';
import { type Hit, type TopicBits, bitsOf, hashOf, isFiller, letterAt, phraseAt } from './lexicon.ts';
import type { Topic } from './topics.ts';

/** How far a word speaks for a value behind it and before it, in UTF-16 code units. */
const before = 64;
const after = 40;
/** A label may be this many words and this many other characters away from its value. */
const mostFillers = 6;
const mostBetween = 8;
/** In UTF-16 code units. */
const longestLabel = 120;
const longestWord = 40;

/** No label, with the phrase that it ends, begins further before its value, and no word behind counts that begins further behind its start. */
const farBefore = 320;
const farBehind = 200;

/** What something is for, not what it is. */
const forThe = /(?:^|[^\p{L}])(?:for|für|fuer|zur|zum|para|pour)(?: (?:the|my|our|your|die|den|das|meine|unsere|ihre|la|el|mi|le|ma|mon|notre|votre|l'))?[ ']$/iu;

const ofThe = / (?:of|de|del|du|des|der|vom|von) (?:(?:the|my|our|your|la|las|los|el|mi|mis|su|mon|ma|mes|notre|meinem|meinen|meiner|dem|meines) )?$/i;
const deviceBits = bitsOf(['device']);

/** What may stand in a line before an answer: marks of quotation, when it was said, and who says it. */
const stamp = '(?:[[(]?(?:\\d{1,4}[./-]\\d{1,2}[./-]\\d{2,4},?[ T])?\\d{1,2}[:.]\\d{2}(?:[:.]\\d{2})?(?:[ ]?[ap]\\.?m\\.?)?[\\])]?[ ,-]{0,3})';
const speaker = "(?:\\p{L}[\\p{L}.'-]{0,24}(?:[ ]\\p{L}[\\p{L}.'-]{0,24}){0,2}[ ]?:[ ]?)";
const answer = new RegExp(`^[> \\t]{0,8}(${stamp}?)(${speaker}?)$`, 'iu');
/** What asks without a question mark. */
const asking = /(?:please|pls|plz|bitte|por favor|porfa|s'il (?:vous|te) pla[iî]t|svp|stp)[ .!,]{0,3}$/iu;
/** As far as an answer's line is read before it, and as far as the question's. */
const longestLead = 72;
const longestQuestion = 120;

const behind = /(?:,? (?:c'est|das ist|that's|that is|this is|it's|it is|que es|eso es|is|ist|es|est|was|war|as|als|como|comme) |[ ]?\()/iy;

/** What the words around a value say. A stretch that was found already stands like a wall: nothing is read across it. */
export class Context {
  readonly #text: string;
  readonly #hits: readonly Hit[];
  readonly #masked: readonly Span[];
  /** By where the value starts. */
  #labels: Map<number, readonly Topic[] | null> | null = null;
  readonly #low: number;
  readonly #high: number;
  /** What `couldSpeak` was asked about last, by each detector in its turn, and the topics there. */
  #aroundStart = -1;
  /** The first word of the lexicon that stands near enough. */
  #aroundFirst = 0;
  #aroundLow = 0;
  #aroundHigh = 0;

  constructor(text: string, hits: readonly Hit[], masked: readonly Span[]) {
    this.#text = text;
    this.#hits = hits;
    this.#masked = masked;
    let low = 0;
    let high = 0;
    for (const hit of hits) {
      low |= hit.low;
      high |= hit.high;
    }
    this.#low = low;
    this.#high = high;
  }

  /** Whether any word of the topics stands anywhere in the text. */
  has({ low, high }: TopicBits): boolean {
    return ((this.#low & low) | (this.#high & high)) !== 0;
  }

  /**
   * Whether any word of the topics stands so near a value that begins at `start` that it could speak for it, at whatever
   * length: whoever needs such a word and sees none need not look.
   */
  couldSpeak(start: number, { low, high }: TopicBits): boolean {
    if (((this.#low & low) | (this.#high & high)) === 0) return false;
    if (this.#text.length <= farBefore) return true;
    if (this.#aroundStart !== start) this.#lookAround(start);
    return ((this.#aroundLow & low) | (this.#aroundHigh & high)) !== 0;
  }

  #lookAround(start: number): void {
    const hits = this.#hits;
    // Each detector goes through a text in order.
    if (start < this.#aroundStart) this.#aroundFirst = firstStartingFrom(hits, start - farBefore);
    else while (this.#aroundFirst < hits.length && (hits[this.#aroundFirst] as Hit).start < start - farBefore) this.#aroundFirst++;
    this.#aroundStart = start;
    this.#aroundLow = 0;
    this.#aroundHigh = 0;
    for (let index = this.#aroundFirst; index < hits.length; index++) {
      const hit = hits[index] as Hit;
      if (hit.start > start + farBehind) return;
      this.#aroundLow |= hit.insideLow;
      this.#aroundHigh |= hit.insideHigh;
    }
  }

  /** Whether a word of the topic stands near the span. */
  near(span: Span, topics: readonly Topic[], reachBefore = before, reachAfter = after): boolean {
    const bits = bitsFor(topics);
    if (((this.#low & bits.low) | (this.#high & bits.high)) === 0) return false;
    const from = this.#from(span, reachBefore);
    const to = this.#to(span, reachAfter);
    for (let index = firstStartingFrom(this.#hits, from); index < this.#hits.length; index++) {
      const hit = this.#hits[index];
      if (hit === undefined || hit.end > to) return false;
      const apart = hit.end <= span.start || hit.start >= span.end;
      if (apart && ((hit.low & bits.low) | (hit.high & bits.high)) !== 0) return true;
    }
    return false;
  }

  /** What the nearest word of the topics says that stands before the span in its line, with no other number between; null when none does. */
  lastBefore(span: Span, topics: readonly Topic[], reach: number): readonly Topic[] | null {
    const bits = bitsFor(topics);
    const from = this.#from(span, reach);
    for (let index = firstStartingFrom(this.#hits, span.start) - 1; index >= 0; index--) {
      const hit = this.#hits[index];
      if (hit === undefined || hit.start < from) return null;
      if (hit.end <= span.start && ((hit.low & bits.low) | (hit.high & bits.high)) !== 0) return /[\d\n]/.test(this.#text.slice(hit.end, span.start)) ? null : hit.topics;
    }
    return null;
  }

  /** What the label right before the span says it is: "card number: ", "Reisepass-Nr. lautet ". Null when there is none. */
  label(span: Span): readonly Topic[] | null {
    // Every detector that looks at a number asks.
    const known = this.#labels?.get(span.start);
    if (known !== undefined) return known;
    const label = this.#labelOf(span);
    this.#labels ??= new Map();
    this.#labels.set(span.start, label);
    return label;
  }

  /**
   * In a chat: what was asked for in the line before, null where nothing that is known was; undefined where the span answers no question.
   * Who says it ("Customer: ") is no label.
   */
  #askedFor(span: Span): readonly Topic[] | null | undefined {
    const text = this.#text;
    let at = span.start - 1;
    while (text.charCodeAt(at) === 0x20) at--;
    const code = text.charCodeAt(at);
    if (code !== 0x3a && code !== 0x0a && code !== 0x3e) return undefined;
    const limit = this.#from(span, longestLead);
    const line = lineStart(text, at + 1, limit);
    if (line === limit && limit > 0) return undefined;
    let end = Math.max(0, line - 1);
    while (end > limit && isAround(text.charCodeAt(end - 1))) end--;
    // Mostly nobody has asked anything.
    const asked = text.charCodeAt(end - 1) === 0x3f;
    if (!asked && (code !== 0x3a || !(isStamped(text, line) || asking.test(text.slice(Math.max(limit, end - 24), end))))) return undefined;
    const lead = answer.exec(text.slice(line, span.start));
    if (lead === null) return undefined;
    const question = text.slice(lineStart(text, end, this.#from({ start: end, end }, longestQuestion)), end);
    if (!asked && (lead[2] === '' || !asking.test(question))) return lead[1] === '' || lead[2] === '' ? undefined : null;
    for (let index = firstStartingFrom(this.#hits, end) - 1; index >= 0; index--) {
      const hit = this.#hits[index];
      if (hit === undefined || hit.start < end - question.length) break;
      if (meaning(hit) !== null && !saysNothing(hit)) return hit.topics;
    }
    return lead[1] === '' && lead[2] === '' ? undefined : null;
  }

  #labelOf(span: Span): readonly Topic[] | null {
    const asked = this.#askedFor(span);
    if (asked !== undefined) return asked;
    const text = this.#text;
    const limit = this.#from(span, longestLabel);
    let at = span.start;
    let purpose: readonly Topic[] | null = null;
    let said = false;
    let crossed = false;
    for (let fillers = 0; fillers <= mostFillers; fillers++) {
      let between = 0;
      while (at > limit && letterAt(text, at - 1) === 0) {
        const code = text.charCodeAt(at - 1);
        between++;
        if (code === 0x3a || code === 0x3d) said = true;
        if (code === 0x0a) crossed = true;
        if (between > mostBetween || (code >= 0x30 && code <= 0x39) || code === 0x2c || (code === 0x0a && fillers > 0)) return purpose;
        at--;
      }
      const end = at;
      while (at > limit && end - at < longestWord && letterAt(text, at - 1) !== 0) at--;
      if (at === end) return purpose;
      const hash = hashOf(text, at, end);
      const hit = meaning(this.#hitEndingAt(at, end, hash));
      if (hit !== null && !saysNothing(hit)) {
        // The last column's name is no label of the first cell below.
        if (crossed && isColumn(text.charCodeAt(hit.start - 1))) return purpose;
        // "Tax id for the invoice: …": what it is for is not what it is.
        if (purpose !== null || !said || !forThe.test(text.slice(Math.max(limit, hit.start - 24), hit.start))) return this.#deviceBefore(hit, limit)?.topics ?? hit.topics;
        purpose = hit.topics;
        at = hit.start;
      } else if (hit === null && !isFiller(hash)) return purpose;
    }
    return purpose;
  }

  /** What is said right behind the span: "... is my order number", "... (tracking)". Null when nothing is. */
  labelBehind(span: Span): readonly Topic[] | null {
    const text = this.#text;
    behind.lastIndex = span.end;
    if (!canOpen(text.charCodeAt(span.end)) || !behind.test(text)) return null;
    let at = behind.lastIndex;
    for (let words = 0; words <= mostFillers; words++) {
      const start = at;
      while (letterAt(text, at) !== 0 && at - start < longestWord) at++;
      if (at === start) return null;
      const hash = hashOf(text, start, at);
      const hit = meaning(phraseAt(text, start, at, hash));
      if (hit !== null && !saysNothing(hit)) return hit.topics;
      if ((hit === null && !isFiller(hash)) || text.charCodeAt(at) !== 0x20) return null;
      at++;
    }
    return null;
  }

  /** "IMEI of the phone", "Seriennummer des Handys": what the telephone has, not where it is called. */
  #deviceBefore(hit: Hit, limit: number): Hit | null {
    if (!hit.topics.includes('phone') || !this.has(deviceBits)) return null;
    const genitive = ofThe.exec(this.#text.slice(Math.max(limit, hit.start - 16), hit.start));
    if (genitive === null) return null;
    const end = hit.start - genitive[0].length;
    const before = this.#hits[firstStartingFrom(this.#hits, end) - 1];
    return before !== undefined && before.end === end && before.topics.includes('device') ? before : null;
  }

  /** A phrase that ends with the word from `start` to `end`. */
  #hitEndingAt(start: number, end: number, hash: number): Hit | null {
    let index = firstStartingFrom(this.#hits, start + 1) - 1;
    for (let tries = 0; tries < 4 && index >= 0; tries++, index--) {
      const hit = this.#hits[index];
      if (hit === undefined || hit.end < end - 60) break;
      if (hit.end === end) return hit;
    }
    const hit = phraseAt(this.#text, start, end, hash);
    return hit !== null && hit.end === end ? hit : null;
  }

  /** How far before the span anything is read. */
  #from(span: Span, reachBefore: number): number {
    const from = Math.max(0, span.start - reachBefore);
    return this.#masked.length === 0 ? from : Math.max(from, this.#masked[firstEndingAfter(this.#masked, span.start) - 1]?.end ?? 0);
  }

  /** How far behind the span anything is read. */
  #to(span: Span, reachAfter: number): number {
    const to = span.end + reachAfter;
    return this.#masked.length === 0 ? to : Math.min(to, this.#masked[firstEndingAfter(this.#masked, span.start)]?.start ?? to);
  }
}

/** What stands between the columns of a table. */
function isColumn(code: number): boolean {
  return code === 0x2c || code === 0x3b || code === 0x09 || code === 0x7c;
}

/** Where the line of a place begins, or the least place that is looked at. */
function lineStart(text: string, at: number, least: number): number {
  let start = at;
  while (start > least && text.charCodeAt(start - 1) !== 0x0a) start--;
  return start;
}

/** Whether a line begins as one that says when it was written. */
function isStamped(text: string, line: number): boolean {
  let at = line;
  while (isAround(text.charCodeAt(at))) at++;
  const code = text.charCodeAt(at);
  return code === 0x5b || code === 0x28 || (code >= 0x30 && code <= 0x39);
}

/** White space, line breaks, and marks of quotation between two lines. */
function isAround(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d || code === 0x3e;
}

/** Whether what is said behind a value can begin with the character: a comma, a space, a bracket. */
function canOpen(code: number): boolean {
  return code === 0x2c || code === 0x20 || code === 0x28;
}

/** Words that say something beside a card alone are words like others anywhere else. */
function meaning(hit: Hit | null): Hit | null {
  return hit === null || hit.topics.every((topic) => topic === 'expiry-beside' || topic === 'card-code-beside') ? null : hit;
}

/** That somebody pays is no label of what the number is. */
function saysNothing({ topics }: Hit): boolean {
  return topics.length === 1 && topics[0] === 'payment';
}

const known = new Map<readonly Topic[], TopicBits>();

/** Lists of topics are constants of the detectors: their bits are made once. */
function bitsFor(topics: readonly Topic[]): TopicBits {
  const before = known.get(topics);
  if (before !== undefined) return before;
  const bits = bitsOf(topics);
  known.set(topics, bits);
  return bits;
}
