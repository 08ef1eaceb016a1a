import type { HubEvent } from '../../shared/contract/wire/mail.ts';
import { maxMessageText, maxReplyText } from '../../shared/domain/conversation.ts';
import type { IdempotencyKey } from '../../shared/domain/ids.ts';
import { joinedDrafts } from '../../shared/domain/joined-drafts.ts';

/** A draft as it lies on this laptop: its text, and how many files are beside it. */
export interface DraftHere {
  readonly text: string;
  readonly files: number;
}

/** A version on its way to the hub. Until that is answered no other goes, and whatever happens it is sent again as it was. */
export interface DraftSent extends DraftHere {
  readonly key: IdempotencyKey;
  readonly base: number;
  readonly sent: boolean;
}

/**
 * Why a text stays on this laptop: something is in it that must not be kept; the hub does not take it; the draft that it grew from
 * went out from another laptop; it does not fit together with what was written there.
 */
export type DraftStays = 'withheld' | 'refused' | 'sent' | 'too-long';

/** What is known here of a draft that all of the agent's laptops have in common. */
export interface DraftState {
  /** The hub's newest that is known here; 0: none. */
  readonly version: number;
  /** The text of that version, from which the one here has grown, and the files of this laptop that the hub knows of. */
  readonly base: DraftHere;
  readonly sending: DraftSent | null;
  /** The hub may have lost what it knew of us, or we of it: it is asked, though nothing was changed here. */
  readonly ask: boolean;
  /** What was here last went out as a reply or a note. */
  readonly wentOut: boolean;
  /** That text stays here; what is made of it goes up as any other, and nothing of it is kept then. */
  readonly stays: { readonly why: DraftStays; readonly text: string } | null;
  /** Files beside it on other laptops. */
  readonly filesThere: number;
  /** Counts how often the text was changed from outside, so that a page that has not heard of it puts nothing older over it. */
  readonly stamp: number;
  /** What the text was at the last few stamps, newest last: what a page of that stamp has grown from. */
  readonly seen: readonly { readonly stamp: number; readonly text: string }[];
  /** Words of two laptops stand in it, and the agent was not told. */
  readonly joined: boolean;
}

export const newDraftState: DraftState = { version: 0, base: { text: '', files: 0 }, sending: null, ask: false, wentOut: false, stays: null, filesThere: 0, stamp: 0, seen: [], joined: false };

/** Changes from outside that a page may be behind, and still be joined as what it is. */
const stampsKnown = 4;

/** What is to go to the hub under a new key; null where it has all there is, or an answer is still to come. */
export function nextVersion(here: DraftHere, state: DraftState, key: IdempotencyKey): DraftSent | null {
  const { base } = state;
  const same = here.text === base.text && here.files === base.files;
  if (state.sending !== null || here.text.length > maxReplyText || state.stays?.text === here.text) return null;
  if (same && !(state.ask && (here.text !== '' || here.files > 0))) return null;
  return { ...here, key, base: state.version, sent: here.text === '' && state.wentOut };
}

type Kept = Extract<HubEvent, { e: 'draft.kept' }>;
type Stays = Extract<HubEvent, { e: 'draft.stays' }>;
type Newer = Extract<HubEvent, { e: 'draft' }>;

/** The hub has answered for what was sent. Answers to what was given up meanwhile change nothing. */
export function afterKept(state: DraftState, { key, version }: Pick<Kept, 'key' | 'version'>): DraftState {
  if (state.sending?.key !== key) return state;
  const { text, files } = state.sending;
  return { ...state, version: Math.max(version, state.version), base: { text, files }, sending: null, ask: false, stays: null };
}

/** It has not kept it: the text stays here, as long as it is what it is. */
export function afterStays(state: DraftState, { key, version, why }: Pick<Stays, 'key' | 'version' | 'why'>): DraftState {
  if (state.sending?.key !== key) return state;
  const { text } = state.sending;
  // Of what was withheld the hub has emptied the version before as well.
  const base = why === 'withheld' ? { version: Math.max(version, state.version), base: { text: '', files: 0 } } : {};
  return { ...state, ...base, sending: null, ask: false, stays: { why, text } };
}

/**
 * Another laptop has written a newer version: what was not changed here is replaced, and what was is joined with it. A draft that
 * went out from there takes nothing along that was written here since, and that stays here until it is gone on with.
 */
export function afterNewer(here: DraftHere, state: DraftState, { version, text: theirs, files, sent }: Pick<Newer, 'version' | 'text' | 'files' | 'sent'>): { readonly text: string; readonly state: DraftState } {
  if (version <= state.version) return { text: here.text, state };
  const mine = here.text;
  // The answer to it was lost with its session: the version it became is known by its text.
  const arrived = state.sending !== null && state.sending.text === theirs;
  const base = arrived ? state.sending.text : state.base.text;
  const next = { ...state, version, base: { text: theirs, files: arrived ? state.sending.files : state.base.files }, sending: null, ask: false, filesThere: files };
  if (theirs === '' && sent && base !== '' && mine !== base && mine.trim() !== '') return { text: mine, state: { ...next, stays: { why: 'sent', text: mine } } };
  const { text, joined } = joinedDrafts({ base, mine, theirs });
  // Neither is cut: the other one is where it was written, and is joined once this one is shorter.
  if (text.length > maxMessageText) return { text: mine, state: { ...state, sending: null, stays: { why: 'too-long', text: mine } } };
  const stays = text === mine ? state.stays : null;
  return { text, state: changedOutside(mine, text, { ...next, stays, joined: joined || (state.joined && text !== '') }) };
}

/** A text was changed without the page: what that still has is not put over it. */
export function changedOutside(before: string, text: string, state: DraftState): DraftState {
  return text === before ? state : { ...state, stamp: state.stamp + 1, seen: [...state.seen, { stamp: state.stamp, text: before }].slice(-stampsKnown) };
}

/**
 * What the page gives, which knows of changes from outside up to `stamp`. Where there are newer ones it is joined with them.
 * @param stamp undefined: whoever gives it has just seen what is here
 */
export function afterPage(here: DraftHere, state: DraftState, { text, stamp }: { readonly text: string; readonly stamp?: number | undefined }): { readonly text: string; readonly state: DraftState } {
  const taken = (kept: string, next: DraftState) => ({ text: kept, state: { ...next, stays: next.stays?.text === kept ? next.stays : null, joined: next.joined && kept !== '', wentOut: next.wentOut && here.text === '' && kept === '' } });
  if (stamp === undefined || stamp === state.stamp) return taken(text, { ...state, seen: [] });
  const both = joinedDrafts({ base: state.seen.find((one) => one.stamp === stamp)?.text ?? '', mine: text, theirs: here.text });
  // The page is told where this is another text than its own.
  const kept = both.text.length > maxMessageText ? here.text : both.text;
  return taken(kept, { ...state, seen: state.seen.map((one) => (one.stamp === stamp ? { stamp, text } : one)), joined: state.joined || both.joined });
}
