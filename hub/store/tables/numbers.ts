/**
 * Tables of the numbers. No content, no customer: what happened to a conversation, when, and how long it took.
 */
export interface ConversationFactTable {
  conversation_id: string;
  /** The conversation's revision that the fact came with: with `kind` it is written once. */
  revision: number;
  /** `waived`: somebody said that no answer is owed. `merged`, `taken-apart`: it goes on in another conversation, or by itself again. */
  kind: 'opened' | 'reopened' | 'answered' | 'waived' | 'resolved' | 'assigned' | 'rated' | 'merged' | 'taken-apart';
  /** Unix milliseconds, by the hub's clock. */
  at: number;
  channel_id: string;
  /** As it was then. */
  team_id: string | null;
  /** Who did it; of `assigned`, who got it; of `rated`, who had resolved it. Null: nobody who works here. */
  agent_id: string | null;
  /** 1: the conversation's first answer. */
  first: number;
  /** Milliseconds of working time that it took; null where nothing was waited for. */
  took: number | null;
  /** Whether the promised time was kept; null without a promise. */
  promise: 'kept' | 'broken' | null;
  /** What a customer said of it, 1 to 5; null for everything else. */
  score: number | null;
}

/** Whether a customer was asked how it went when a conversation was resolved, and whether they have said. */
export interface RatingTable {
  /** Of the message that asks, too. */
  id: string;
  conversation_id: string;
  /** Of the fact that it was resolved: one row for each. */
  revision: number;
  /** `passed`: there was a reason not to ask. */
  state: 'passed' | 'asked' | 'rated';
  /** When it was decided. */
  asked_at: number;
}

export interface NumbersTables {
  conversation_facts: ConversationFactTable;
  ratings: RatingTable;
}
