import type { WritableDatabase } from '../database.ts';

/**
 * Messages of one moment stand as the hub stored them (docs/decisions/0058); what agents write may have marks (0054); customers
 * edit theirs (0055); what was destroyed in a subject, names and files can be brought back for a while (0057).
 */
export function migration12(database: WritableDatabase): void {
  database.execute(`
    -- See messages-of.ts. Above 0 as the hub has told it; 0: nobody has; from 2^52 on: the hub does not have it yet.
    ALTER TABLE messages ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
    -- With its marks; \`text\` is how it reads without.
    ALTER TABLE messages ADD COLUMN marked TEXT;
    -- When its author last changed its words on the channel.
    ALTER TABLE messages ADD COLUMN edited_at INTEGER;
    -- JSON: Elsewhere[]
    ALTER TABLE messages ADD COLUMN elsewhere TEXT;
    -- Of the message that newest_id names.
    ALTER TABLE conversations ADD COLUMN newest_place INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE heads ADD COLUMN newest_place INTEGER NOT NULL DEFAULT 0;

    -- What is here of one moment already came as it was stored, nearly always: it stands as it came, until the hub tells. Below 0,
    -- so that whatever is told counts for more.
    UPDATE messages SET place = came.place FROM (
      SELECT m.position, row_number() OVER (PARTITION BY m.conversation_id, m.sent_at ORDER BY m.position DESC) * -1 AS place
      FROM (SELECT substr(conversation_id, 1, 8) AS beginning, sent_at FROM messages INDEXED BY messages_by_conversation
            GROUP BY substr(conversation_id, 1, 8), sent_at HAVING count(*) > 1) AS moment
      CROSS JOIN messages AS m INDEXED BY messages_by_conversation
        ON substr(m.conversation_id, 1, 8) = moment.beginning AND m.sent_at = moment.sent_at
      WHERE m.revision > 0
    ) AS came WHERE messages.position = came.position;
    UPDATE messages SET place = 4503599627370496 + mine.number FROM (
      SELECT position, row_number() OVER (ORDER BY position) AS number FROM messages INDEXED BY messages_only_here WHERE revision = 0
    ) AS mine WHERE messages.position = mine.position;
    UPDATE conversations SET newest_place = m.place FROM messages AS m WHERE m.id = conversations.newest_id AND m.place <> 0;
    UPDATE heads SET newest_place = m.place FROM messages AS m WHERE m.id = heads.newest_id AND m.place <> 0;
  `);
}
