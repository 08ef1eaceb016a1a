import type { CoarseType, FoundSpan } from './scoring.ts';
import { placeholder, replacedStretches } from './replaced-stretches.ts';

/** Another library that redacts. */
export interface Peer {
  readonly name: string;
  /** What its types are among the coarse ones; those without a place here are not compared. */
  readonly coarse: Readonly<Record<string, CoarseType>>;
  readonly find: (text: string) => Promise<readonly FoundSpan[]>;
  /** As its users call it: for the time it takes. */
  readonly redact: (text: string) => unknown;
}

/** Turns the names that stand in a redacted text into placeholders. */
function withPlaceholders(redacted: string, tokens: readonly (readonly [token: string, type: string])[]): { readonly text: string; readonly types: readonly string[] } {
  const text = tokens.reduce((left, [token], index) => left.replaceAll(token, placeholder(index)), redacted);
  return { text, types: tokens.map(([, type]) => type) };
}

/** Its own rules in its own order; each rule replaces with a character of its own, which 3.4 takes for custom rules only. */
async function redactPii(): Promise<Peer> {
  const { SyncRedactor } = (await import('redact-pii')).default;
  const rules = (await import('redact-pii/lib/built-ins/simple-regexp-patterns.js')).default;
  const { NameRedactor } = (await import('redact-pii/lib/built-ins/NameRedactor.js')).default;
  const names = Object.keys(rules);
  const off = { enabled: false };
  const typed = new SyncRedactor({
    builtInRedactors: { ...Object.fromEntries(names.map((name) => [name, off])), names: off },
    customRedactors: { before: [...Object.values(rules).map((regexpPattern, index) => ({ regexpPattern, replaceWith: placeholder(index) })), new NameRedactor(placeholder(names.length))] },
  });
  const plain = new SyncRedactor();
  return {
    name: 'redact-pii',
    coarse: { creditCardNumber: 'card', usSocialSecurityNumber: 'social security', emailAddress: 'email', phoneNumber: 'phone', streetAddress: 'address', ipAddress: 'ip', password: 'password' },
    find: (text) => Promise.resolve(replacedStretches(text, typed.redact(text), [...names, 'names'])),
    redact: (text) => plain.redact(text),
  };
}

async function redactpiiNode(): Promise<Peer> {
  const { Redactor } = await import('@redactpii/node');
  const redactor = new Redactor();
  const tokens = ['CREDIT_CARD_NUMBER', 'EMAIL_ADDRESS', 'PERSON_NAME', 'PHONE_NUMBER', 'US_SOCIAL_SECURITY_NUMBER'].map((each) => [each, each] as const);
  return {
    name: '@redactpii/node',
    coarse: { CREDIT_CARD_NUMBER: 'card', EMAIL_ADDRESS: 'email', PHONE_NUMBER: 'phone', US_SOCIAL_SECURITY_NUMBER: 'social security' },
    find: (text) => {
      const { text: marked, types } = withPlaceholders(redactor.redact(text), tokens);
      return Promise.resolve(replacedStretches(text, marked, types));
    },
    redact: (text) => redactor.redact(text),
  };
}

async function sanitizePii(): Promise<Peer> {
  const { PiiSanitizer } = await import('@cdssnc/sanitize-pii');
  const sanitizer = new PiiSanitizer({ replacementTemplate: '\uefff{name}\uefff' });
  const plain = new PiiSanitizer();
  const tokens = sanitizer.getPatterns().map(({ name }) => [`\uefff${name}\uefff`, name] as const);
  return {
    name: '@cdssnc/sanitize-pii',
    coarse: { credit_card: 'card', phone_number: 'phone', phone_number_international: 'phone', address_en: 'address', address_fr: 'address', ip_address: 'ip' },
    find: (text) => {
      const { text: marked, types } = withPlaceholders(sanitizer.sanitize(text), tokens);
      return Promise.resolve(replacedStretches(text, marked, types));
    },
    redact: (text) => plain.sanitize(text),
  };
}

/** Says itself where it found what. */
async function removePii(): Promise<Peer> {
  const library = await import('@coffeeandfun/remove-pii');
  return {
    name: '@coffeeandfun/remove-pii',
    coarse: { creditCard: 'card', ssn: 'social security', email: 'email', phone: 'phone', ipAddress: 'ip', address: 'address', passport: 'passport', driversLicense: 'driving licence', bankAccount: 'bank account', dateOfBirth: 'birth date' },
    find: (text) => Promise.resolve(library.detectPII(text).detectedItems.flatMap(({ type, positions }) => positions.map(({ start, end }) => ({ type, start, end })))),
    redact: (text) => library.removePII(text),
  };
}

/** Says itself where it found what; of 570 types those that the set has. */
async function openRedaction(): Promise<Peer> {
  const { OpenRedaction } = await import('openredaction');
  const redactor = new OpenRedaction();
  const keys = ['OPENAI_API_KEY', 'AWS_SECRET_KEY', 'AWS_ACCESS_KEY', 'GOOGLE_API_KEY', 'STRIPE_API_KEY', 'GITHUB_TOKEN', 'SLACK_TOKEN', 'JWT_TOKEN', 'PRIVATE_KEY', 'SSH_PRIVATE_KEY', 'SENDGRID_API_KEY', 'NPM_TOKEN', 'GENERIC_API_KEY', 'BEARER_TOKEN', 'GENERIC_SECRET'];
  return {
    name: 'openredaction',
    coarse: {
      ...Object.fromEntries(keys.map((key) => [key, 'key' as const])),
      CREDIT_CARD: 'card', SSN: 'social security', ITIN: 'social security', IBAN: 'iban', EMAIL: 'email', PHONE_US: 'phone', PHONE_UK: 'phone', PHONE_UK_MOBILE: 'phone', PHONE_INTERNATIONAL: 'phone',
      ADDRESS_STREET: 'address', IPV4: 'ip', IPV6: 'ip', DATE_OF_BIRTH: 'birth date', PASSPORT_UK: 'passport', PASSPORT_US: 'passport', DRIVING_LICENSE_UK: 'driving licence', DRIVING_LICENSE_US: 'driving licence',
      BANK_ACCOUNT_UK: 'bank account', SORT_CODE_UK: 'bank account', ROUTING_NUMBER_US: 'bank account', BITCOIN_ADDRESS: 'wallet', ETHEREUM_ADDRESS: 'wallet',
    },
    find: async (text) => (await redactor.detect(text)).detections.map(({ type, position: [start, end] }) => ({ type, start, end })),
    redact: (text) => redactor.detect(text),
  };
}

/** Redacts a normalised text (NFKC, without zero-width characters): offsets are brought back through that. */
async function guardrails(): Promise<Peer> {
  const { pii, PIIConfig, PIIEntity } = (await import('@openai/guardrails/dist/checks/pii.js')).default;
  const settings = PIIConfig.parse({});
  const tokens = Object.values(PIIEntity).map((each) => [`<${each}>`, each] as const);
  return {
    name: '@openai/guardrails',
    coarse: {
      CREDIT_CARD: 'card', US_SSN: 'social security', US_ITIN: 'social security', IBAN_CODE: 'iban', US_BANK_NUMBER: 'bank account', EMAIL_ADDRESS: 'email', PHONE_NUMBER: 'phone', LOCATION: 'address', IP_ADDRESS: 'ip', DATE_TIME: 'birth date',
      US_PASSPORT: 'passport', IT_PASSPORT: 'passport', IN_PASSPORT: 'passport', US_DRIVER_LICENSE: 'driving licence', CRYPTO: 'wallet',
    },
    find: async (text) => {
      const { normalised, starts } = normalisedWithOffsets(text);
      const { info } = await pii({}, text, settings);
      const { text: marked, types } = withPlaceholders(info?.['checked_text'] ?? text, tokens);
      return replacedStretches(normalised, marked, types).map(({ type, start, end }) => ({ type, start: starts[start] ?? 0, end: end < starts.length ? (starts[end] ?? text.length) : text.length }));
    },
    redact: (text) => pii({}, text, settings),
  };
}

/** Character by character, so that each character of the result knows where it comes from. */
function normalisedWithOffsets(text: string): { readonly normalised: string; readonly starts: readonly number[] } {
  let normalised = '';
  const starts: number[] = [];
  let at = 0;
  for (const character of text) {
    const piece = /[\u200b-\u200d\u2060\ufeff]/.test(character) ? '' : character.normalize('NFKC');
    for (let index = 0; index < piece.length; index += 1) starts.push(at);
    normalised += piece;
    at += character.length;
  }
  return { normalised, starts };
}

const loaders: Readonly<Record<string, () => Promise<Peer>>> = {
  'redact-pii': redactPii,
  '@redactpii/node': redactpiiNode,
  '@cdssnc/sanitize-pii': sanitizePii,
  '@coffeeandfun/remove-pii': removePii,
  openredaction: openRedaction,
  '@openai/guardrails': guardrails,
};

/** Every peer that loads and finds something; the others are said, with why. */
export async function loadPeers(say: (text: string) => void): Promise<readonly Peer[]> {
  const peers: Peer[] = [];
  for (const [name, load] of Object.entries(loaders)) {
    try {
      const peer = await load();
      const found = await peer.find('My card is 4242 4242 4242 4242, mail a@example.com.');
      if (found.length === 0) say(`${name} finds nothing in an ordinary text: left out`);
      else peers.push(peer);
    } catch (error) {
      say(`${name} does not load: left out (${error instanceof Error ? error.message : String(error)})`);
    }
  }
  return peers;
}
