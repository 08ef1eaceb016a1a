import type { IpcInput, IpcOutput } from '../../../../shared/contract/ipc/index.ts';
import type { AttachmentId, ConversationId } from '../../../../shared/domain/ids.ts';
import type { CallOutcome, ChannelChoice } from '../../../../shared/domain/outgoing.ts';
import type { Beginning } from '../../../../shared/domain/beginning.ts';
import type { Customer } from '../../../../shared/domain/people.ts';
import type { Who } from './who-picker.tsx';
import { fieldTime, timeOfField } from '../../../ui/field-time.ts';

export type TakenBack = NonNullable<IpcOutput<'conversation.take-back'>>;

/** What stands in the form, as typed. */
export interface OutgoingForm {
  readonly channelId: string;
  readonly who: Who | null;
  readonly name: string;
  readonly subject: string;
  readonly text: string;
  readonly direction: 'in' | 'out';
  /** As a field for date and time has it, in the reader's own zone. */
  readonly when: string;
  readonly minutes: string;
  readonly outcome: CallOutcome;
  readonly recording: string;
}

export type OutgoingField = 'channel' | 'who' | 'caller' | 'subject' | 'text' | 'when' | 'minutes' | 'recording';

export type ReadOutgoing =
  | { readonly kind: 'mail'; readonly input: IpcInput<'conversation.start'> }
  | { readonly kind: 'call'; readonly input: IpcInput<'conversation.log-call'> }
  /** What is missing, or cannot be as it stands. */
  | { readonly kind: 'missing'; readonly fields: readonly OutgoingField[] };

export const emptyForm = (channel: ChannelChoice | undefined, now: number): OutgoingForm => ({
  channelId: channel?.id ?? '', who: null, name: '', subject: '', text: '', direction: 'in', when: fieldTime(now), minutes: '0', outcome: 'answered', recording: '',
});

/** Files, and the id under which they were brought: the conversation's own, once it has begun with them. */
export interface Brought {
  readonly id: ConversationId;
  readonly files: readonly AttachmentId[];
}

/** The form as it goes to main, or what keeps it from going. @param brought what goes along with a mail; a call takes none */
export function readOutgoing(form: OutgoingForm, channel: ChannelChoice | undefined, now: number, brought: Brought | null = null): ReadOutgoing {
  if (channel === undefined) return { kind: 'missing', fields: ['channel'] };
  const { who } = form;
  const name = form.name.trim();
  if (channel.kind === 'email') {
    const fields: OutgoingField[] = [...(who === null ? ['who' as const] : []), ...(form.subject.trim() === '' ? ['subject' as const] : []), ...(form.text.trim() === '' ? ['text' as const] : [])];
    if (who === null || fields.length > 0) return { kind: 'missing', fields };
    const to = who.kind === 'customer' ? ({ kind: 'customer', customerId: who.customer.id } as const) : ({ kind: 'address', address: who.typed, name } as const);
    return { kind: 'mail', input: { channelId: channel.id, to, subject: form.subject.trim(), text: form.text.trim(), ...(brought === null || brought.files.length === 0 ? {} : { brought: { id: brought.id, files: [...brought.files] } }) } };
  }
  const at = timeOfField(form.when);
  const recording = form.recording.trim();
  const fields: OutgoingField[] = [
    ...(who === null ? ['caller' as const] : []),
    // A minute of grace: the field knows no seconds.
    ...(at === null || at > now + 60_000 ? ['when' as const] : []),
    ...(/^\d{1,4}$/.test(form.minutes.trim()) && Number(form.minutes) <= 1_440 ? [] : ['minutes' as const]),
    ...(recording === '' || /^https:\/\/[^\s/]+/.test(recording) ? [] : ['recording' as const]),
  ];
  if (who === null || at === null || fields.length > 0) return { kind: 'missing', fields };
  const caller = who.kind === 'customer' ? ({ kind: 'customer', customerId: who.customer.id } as const) : ({ kind: 'number', number: who.typed, name } as const);
  return { kind: 'call', input: { channelId: channel.id, with: caller, call: { direction: form.direction, at: Math.min(at, now), minutes: Number(form.minutes), outcome: form.outcome, recording: recording === '' ? null : recording }, notes: form.text.trim(), format: 'marked' } };
}

/** What is kept of the form while it is not sent; null where nothing stands in it that was typed. */
export function beginningOf(form: OutgoingForm, channel: ChannelChoice | undefined): Beginning | null {
  const { who, name, subject, text, direction, when, minutes, outcome, recording } = form;
  if (who === null && [name, subject, text, recording].every((typed) => typed.trim() === '')) return null;
  return {
    way: channel?.kind ?? 'email',
    channelId: channel?.id ?? null,
    with: who === null ? { kind: 'nobody' } : who.kind === 'typed' ? { kind: 'typed', typed: who.typed.slice(0, 254) } : { kind: 'customer', customerId: who.customer.id, name: who.customer.name.slice(0, 200) },
    name, subject, text,
    call: { direction, at: timeOfField(when), minutes: minutes.slice(0, 4), outcome, recording },
  };
}

/** The form as it stood. @param customer as this laptop knows whom it names; null where it does not any more */
export function formOf(content: Beginning | null, customer: Customer | null, now: number): OutgoingForm {
  if (content === null) return emptyForm(undefined, now);
  const { channelId, with: whom, name, subject, text, call } = content;
  const who: Who | null = whom.kind === 'nobody' ? null : whom.kind === 'typed' ? whom : { kind: 'customer', customer: customer ?? { id: whom.customerId, name: whom.name, identities: [] } };
  return { channelId: channelId ?? '', who, name, subject, text, direction: call.direction, when: call.at === null ? '' : fieldTime(call.at), minutes: call.minutes, outcome: call.outcome, recording: call.recording };
}

/** What the hub refused, as it was typed; but for the customer who was chosen: whether they are still here is looked for anew. */
export function beginningAgain(again: TakenBack): Beginning {
  const call = { direction: 'in', at: null, minutes: '0', outcome: 'answered', recording: '' } as const;
  if (again.kind === 'start') {
    const { channelId, to, subject, text } = again.start;
    return { way: 'email', channelId, with: to.kind === 'address' ? { kind: 'typed', typed: to.address } : { kind: 'nobody' }, name: to.kind === 'address' ? to.name : '', subject, text, call: { ...call, at: Date.now() } };
  }
  const { channelId, with: caller, call: told, notes } = again.logged;
  return {
    way: 'phone', channelId, with: caller.kind === 'number' ? { kind: 'typed', typed: caller.number } : { kind: 'nobody' }, name: caller.kind === 'number' ? caller.name : '', subject: '', text: notes,
    call: { direction: told.direction, at: told.at, minutes: String(told.minutes), outcome: told.outcome, recording: told.recording ?? '' },
  };
}
