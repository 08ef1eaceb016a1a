import type { HubEvent } from '../../shared/contract/wire/mail.ts';
import { type Beginning, sameBeginning } from '../../shared/domain/beginning.ts';
import type { BeginningId, CustomerId, IdempotencyKey } from '../../shared/domain/ids.ts';

/** A version on its way to the hub. Until that is answered no other goes, and whatever happens it is sent again as it was. */
export interface BeginningSent {
  readonly key: IdempotencyKey;
  readonly base: number;
  readonly content: Beginning | null;
  /** How many lie beside it on this laptop. */
  readonly files: number;
}

/** What is known here of a beginning that all of the agent's laptops have in common. */
export interface BeginningState {
  /** The hub's newest that is known here; 0: none. */
  readonly version: number;
  /** What that version is, from which the one here has grown. */
  readonly base: Beginning | null;
  /** The files of this laptop that the hub knows of. */
  readonly baseFiles: number;
  /** Files beside it on other laptops. */
  readonly filesThere: number;
  readonly sending: BeginningSent | null;
  /** The hub may have lost what it knew of us, or we of it: it is asked, though nothing was changed here. */
  readonly ask: boolean;
  /** That content stays here, and why; what is made of it goes up as any other. */
  readonly stays: { readonly why: 'withheld' | 'refused'; readonly content: Beginning | null } | null;
  /** Counts how often it was changed from outside, so that a page that has not heard of it puts nothing older over it. */
  readonly stamp: number;
  /** Under which name what was written here goes on, since the other laptop's has taken this one. */
  readonly goesOnAs: BeginningId | null;
}

export const newBeginningState: BeginningState = { version: 0, base: null, baseFiles: 0, filesThere: 0, sending: null, ask: false, stays: null, stamp: 0, goesOnAs: null };

/** What is to go to the hub under a new key; null where it has all there is, or an answer is still to come. @param brought how many files lie beside it here */
export function nextBeginning(here: Beginning | null, brought: number, state: BeginningState, key: IdempotencyKey): BeginningSent | null {
  const files = here === null ? 0 : brought;
  if (state.sending !== null || (state.stays !== null && sameBeginning(state.stays.content, here))) return null;
  if (sameBeginning(here, state.base) && files === state.baseFiles && !(state.ask && here !== null)) return null;
  return { key, base: state.version, content: here, files };
}

type Kept = Extract<HubEvent, { e: 'beginning.kept' }>;
type Stays = Extract<HubEvent, { e: 'beginning.stays' }>;
type Newer = Extract<HubEvent, { e: 'beginning' }>;

/** The hub has answered for what was sent. Answers to what was given up meanwhile change nothing. */
export function afterBeginningKept(state: BeginningState, { key, version }: Pick<Kept, 'key' | 'version'>): BeginningState {
  if (state.sending?.key !== key) return state;
  return { ...state, version: Math.max(version, state.version), base: state.sending.content, baseFiles: state.sending.files, sending: null, ask: false, stays: null };
}

/** It has not kept it: it stays here, as long as it is what it is. */
export function afterBeginningStays(state: BeginningState, { key, version, why }: Pick<Stays, 'key' | 'version' | 'why'>): BeginningState {
  if (state.sending?.key !== key) return state;
  // Of what was withheld the hub has emptied the version before as well.
  const base = why === 'withheld' ? { version: Math.max(version, state.version), base: null, baseFiles: 0 } : {};
  return { ...state, ...base, sending: null, ask: false, stays: { why, content: state.sending.content } };
}

/** Under the same name another customer, and nothing else is new; null where it is anything else. */
function namesAnother(base: Beginning | null, theirs: Beginning | null): { readonly before: CustomerId; readonly now: CustomerId } | null {
  if (base?.with.kind !== 'customer' || theirs?.with.kind !== 'customer' || base.with.customerId === theirs.with.customerId) return null;
  return sameBeginning({ ...base, with: { ...base.with, customerId: theirs.with.customerId } }, theirs) ? { before: base.with.customerId, now: theirs.with.customerId } : null;
}

export interface NewerBeginning {
  readonly content: Beginning | null;
  readonly state: BeginningState;
  /** What was written here and is not in the other laptop's: a beginning of its own from now on. */
  readonly apart: Beginning | null;
}

/** Another laptop has written a newer version: what was not changed here is replaced, and what was goes on beside it. A form is not joined as a text is. */
export function afterNewerBeginning(here: Beginning | null, state: BeginningState, { version, content: theirs, files }: Pick<Newer, 'version' | 'content' | 'files'>): NewerBeginning {
  if (version <= state.version) return { content: here, state, apart: null };
  // The answer to it was lost with its session: the version it became is known by what it says.
  const base = state.sending !== null && sameBeginning(state.sending.content, theirs) ? theirs : state.base;
  // Gone, nothing is known of the files of either; whether it has ours is not said, and those are told once more.
  const next = { ...state, version, base: theirs, baseFiles: theirs === null ? 0 : state.baseFiles, filesThere: files ?? 0, sending: null, ask: false };
  if (sameBeginning(here, theirs)) return { content: here, state: { ...next, stays: null }, apart: null };
  // The customer was merged, or is two again: what is written here is with whom it is now with, and a page that goes on writing need not hear of it.
  const other = namesAnother(base, theirs);
  if (other !== null) return { content: here?.with.kind === 'customer' && here.with.customerId === other.before ? { ...here, with: { ...here.with, customerId: other.now } } : here, state: next, apart: null };
  // Written on since, in what the hub has as its newest.
  if (sameBeginning(base, theirs)) return { content: here, state: next, apart: null };
  const apart = here === null || sameBeginning(here, base) ? null : here;
  return { content: theirs, state: { ...next, stays: null, stamp: state.stamp + 1, goesOnAs: null }, apart };
}
