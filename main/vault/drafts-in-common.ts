import { randomUUID } from 'node:crypto';
import type { DeviceMail, HubEvent } from '../../shared/contract/wire/mail.ts';
import { type ConversationId, IdempotencyKey } from '../../shared/domain/ids.ts';
import { draftWithout } from '../../shared/domain/joined-drafts.ts';
import type { Change } from './change.ts';
import type { WritableDatabase } from './database.ts';
import { afterKept, afterNewer, afterPage, afterStays, newDraftState, nextVersion } from './draft-state.ts';
import { draftHere, draftState, draftStateQueries, type WhichDraft, writeDraft, writeDraftState } from './draft-states.ts';
import { moveDrafts } from './merged.ts';

/** What the page gives of a draft. @returns what it is now, where that is another text than the page gave, or it has not heard of the last change */
export function draftFromPage(change: Change, which: WhichDraft, given: { readonly text: string; readonly stamp?: number | undefined }, now: number): { text: string; stamp: number } | null {
  const { database } = change;
  const [here, before] = [draftHere(database, which), draftState(database, which)];
  const { text, state } = afterPage(here, before, given);
  const asGiven = text === given.text && (given.stamp === undefined || given.stamp === state.stamp);
  const sameState = JSON.stringify(state) === JSON.stringify(before);
  writeDraft(database, which, text, now);
  if (state !== newDraftState && !sameState) writeDraftState(database, which, state);
  // Who only types on changes nothing that is shown anywhere else: of a draft that is that there is one.
  if (!asGiven || !sameState || (text === '') !== (here.text === '')) change.touch(which.id);
  return asGiven ? null : { text, stamp: state.stamp };
}

/** A reply or note went out with that text: its draft is empty, but for what has come from another laptop and its author has not seen. */
export function draftWentOut(change: Change, which: WhichDraft, { text, stamp }: { readonly text: string; readonly stamp?: number | undefined }, now: number): void {
  const { database } = change;
  const state = draftState(database, which);
  const rest = stamp === undefined || stamp === state.stamp ? '' : draftWithout(draftHere(database, which).text, text);
  writeDraft(database, which, rest, now);
  if (state !== newDraftState) writeDraftState(database, which, { ...state, seen: [], stays: null, joined: state.joined && rest !== '', wentOut: rest === '' });
  change.touch(which.id);
}

/** The agent has been told that words of another laptop stand in it. */
export function draftSeen(change: Change, which: WhichDraft): null {
  const state = draftState(change.database, which);
  if (state.joined) writeDraftState(change.database, which, { ...state, joined: false });
  return null;
}

/** Applies what the hub says of a draft. */
export function applyDraftEvent(change: Change, event: Extract<HubEvent, { e: 'draft' | 'draft.kept' | 'draft.stays' }>, now: number): void {
  const { database } = change;
  const which = { id: event.conversationId, kind: event.kind };
  const before = draftState(database, which);
  if (event.e !== 'draft') {
    const state = event.e === 'draft.kept' ? afterKept(before, event) : afterStays(before, event);
    writeDraftState(database, which, state);
    if (state.stays?.why !== before.stays?.why) change.touch(which.id);
    return;
  }
  const here = draftHere(database, which);
  const { text, state } = afterNewer(here, before, event);
  if (text !== here.text) writeDraft(database, which, text, now);
  writeDraftState(database, which, state);
  change.touch(which.id);
  const into = change.conversation(which.id)?.merged_into as ConversationId | null | undefined;
  if (text !== '' && into !== null && into !== undefined && change.conversation(into) !== undefined) {
    moveDrafts(database, which.id, into);
    change.touch(into);
  }
}

/** The vault has just been opened, and no page has anything of it: what older texts were kept for those goes. */
export function forgetPages(database: WritableDatabase): void {
  const behind = database.rows<WhichDraft>(`SELECT conversation_id AS id, kind FROM draft_states WHERE instr(state, '"seen":[{') > 0`);
  for (const which of behind) writeDraftState(database, which, { ...draftState(database, which), seen: [] });
}

/** In a Signal session that begins anew nothing of the one before is sure: the hub is asked of each draft. */
export function askOfDrafts(database: WritableDatabase): void {
  for (const which of database.rows<WhichDraft>(draftStateQueries.live)) writeDraftState(database, which, { ...draftState(database, which), ask: true });
}

/**
 * What is to go to the hub now, each of it written down before it goes.
 * @param asked keys that went to it on this connection: they are not sent a second time
 */
export function draftsToSend(change: Change, asked: ReadonlySet<string>): Extract<DeviceMail, { m: 'draft' }>[] {
  const { database } = change;
  return database.rows<WhichDraft>(draftStateQueries.live).flatMap((which) => {
    // One that the hub does not know is begun here, and its drafts stay.
    if ((database.row<{ revision: number }>('SELECT revision FROM conversations WHERE id = ?', [which.id])?.revision ?? 0) === 0) return [];
    const state = draftState(database, which);
    const sending = state.sending ?? nextVersion(draftHere(database, which), state, IdempotencyKey.parse(randomUUID()));
    if (sending === null || asked.has(sending.key)) return [];
    if (state.sending === null) writeDraftState(database, which, { ...state, sending });
    const { key, base, text, files, sent } = sending;
    return [{ m: 'draft' as const, conversationId: which.id, kind: which.kind, key, base, text, files, sent }];
  });
}
