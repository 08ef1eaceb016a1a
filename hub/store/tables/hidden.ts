import type { RevealReason } from '../../../shared/domain/reveal.ts';

// What redaction has hidden or destroyed, and who has wanted it.

/** A wish to see what redaction had hidden. What was hidden is in the message's content. */
export interface RevealTable {
  id: string;
  agent_id: string;
  message_id: string;
  conversation_id: string;
  /** The finding's name in its message. */
  finding: string;
  type: string;
  reason: RevealReason;
  /** `approved` becomes `shown` when the value was handed out, once. */
  state: 'waiting' | 'approved' | 'denied' | 'shown';
  asked_at: number;
  decided_by: string | null;
  decided_at: number | null;
}

/** What was destroyed in a message, until its deadline: sealed under a key of its own, which goes with the row. */
export interface RecoverableFindingTable {
  /** The finding's name in its message. */
  id: string;
  message_id: string;
  conversation_id: string;
  type: string;
  /** Sealed: the key of this row alone. */
  wrapped_key: Uint8Array;
  value: Uint8Array;
  deadline: number;
}

export interface MistakeTable {
  id: string;
  finding: string;
  agent_id: string;
  message_id: string;
  conversation_id: string;
  type: string;
  /** `restored`: it was none, and is back in its message. `kept`: it stays destroyed. */
  state: 'waiting' | 'restored' | 'kept';
  asked_at: number;
  decided_by: string | null;
  decided_at: number | null;
  /** The form of what was restored, as a pattern: digits and letters by their number, never which. */
  shape: string | null;
}

export interface HiddenTables {
  reveals: RevealTable;
  recoverable_findings: RecoverableFindingTable;
  mistakes: MistakeTable;
}
