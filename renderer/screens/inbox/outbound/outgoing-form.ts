import type { IpcInput } from '../../../../shared/contract/ipc/index.ts';
import type { AttachmentId, ConversationId } from '../../../../shared/domain/ids.ts';
import type { CallOutcome, ChannelChoice } from '../../../../shared/domain/outgoing.ts';
import { freshConversationId } from '../../../data/fresh-id.ts';
import type { Who } from './who-picker.tsx';

/** What stands in the form, as typed. */
export interface OutgoingForm {
  /** Under which files are brought; the conversation's own, once it has begun with some. */
  readonly id: ConversationId;
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

/** "2026-03-15T14:02" of a time, in the reader's own zone. */
export function fieldTime(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

export const emptyForm = (channel: ChannelChoice | undefined, now: number): OutgoingForm => ({
  id: freshConversationId(), channelId: channel?.id ?? '', who: null, name: '', subject: '', text: '', direction: 'in', when: fieldTime(now), minutes: '0', outcome: 'answered', recording: '',
});

/** The form as it goes to main, or what keeps it from going. @param files what goes along with a mail; a call takes none */
export function readOutgoing(form: OutgoingForm, channel: ChannelChoice | undefined, now: number, files: readonly AttachmentId[] = []): ReadOutgoing {
  if (channel === undefined) return { kind: 'missing', fields: ['channel'] };
  const { who } = form;
  const name = form.name.trim();
  if (channel.kind === 'email') {
    const fields: OutgoingField[] = [...(who === null ? ['who' as const] : []), ...(form.subject.trim() === '' ? ['subject' as const] : []), ...(form.text.trim() === '' ? ['text' as const] : [])];
    if (who === null || fields.length > 0) return { kind: 'missing', fields };
    const to = who.kind === 'customer' ? ({ kind: 'customer', customerId: who.customer.id } as const) : ({ kind: 'address', address: who.typed, name } as const);
    return { kind: 'mail', input: { channelId: channel.id, to, subject: form.subject.trim(), text: form.text.trim(), ...(files.length === 0 ? {} : { brought: { id: form.id, files: [...files] } }) } };
  }
  const at = Date.parse(form.when);
  const recording = form.recording.trim();
  const fields: OutgoingField[] = [
    ...(who === null ? ['caller' as const] : []),
    // A minute of grace: the field knows no seconds.
    ...(Number.isNaN(at) || at > now + 60_000 ? ['when' as const] : []),
    ...(/^\d{1,4}$/.test(form.minutes.trim()) && Number(form.minutes) <= 1_440 ? [] : ['minutes' as const]),
    ...(recording === '' || /^https:\/\/[^\s/]+/.test(recording) ? [] : ['recording' as const]),
  ];
  if (who === null || fields.length > 0) return { kind: 'missing', fields };
  const caller = who.kind === 'customer' ? ({ kind: 'customer', customerId: who.customer.id } as const) : ({ kind: 'number', number: who.typed, name } as const);
  return { kind: 'call', input: { channelId: channel.id, with: caller, call: { direction: form.direction, at: Math.min(at, now), minutes: Number(form.minutes), outcome: form.outcome, recording: recording === '' ? null : recording }, notes: form.text.trim() } };
}
