// Who answers what.

/** Every version of the rules by which conversations find who answers them; the highest holds. */
export interface RoutingTable {
  version: number;
  /** Sealed: `Routing`, as JSON. What it answers with and whom it names is the company's. */
  rules: Uint8Array;
  set_by: string;
  set_at: number;
}

/** Who got the last conversation of a rule that gives them in turn. */
export interface RoutingTurnTable {
  /** The rule's name. */
  rule: string;
  agent_id: string;
}

export interface AgentSkillTable {
  agent_id: string;
  /** In lower case. */
  skill: string;
}

/** Whose messages nobody is to be bothered with. */
export interface BlockedSenderTable {
  /** Keyed hash of kind and value. */
  value_index: Uint8Array;
  /** By which the audit log names them; null: blocked before there was one, and named by the hash there. */
  id: string | null;
  kind: 'email' | 'domain' | 'phone' | 'webchat' | 'whatsapp' | 'instagram';
  /** Sealed: the address itself. */
  value: Uint8Array;
  blocked_by: string;
  blocked_at: number;
}

export interface RoutingTables {
  routing: RoutingTable;
  routing_turns: RoutingTurnTable;
  agent_skills: AgentSkillTable;
  blocked_senders: BlockedSenderTable;
}
