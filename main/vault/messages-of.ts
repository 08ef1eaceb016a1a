/**
 * A condition on `messages` that follows `messages_by_conversation`: the messages of the conversation whose id is given,
 * twice, as its parameters. In the index stand the first characters of a conversation's id only; ids are random
 * (RFC 9562, version 4), so hardly two among 100,000 begin alike, and those are told apart by the row.
 */
export const ofConversation = 'substr(conversation_id, 1, 8) = substr(?, 1, 8) AND conversation_id = ?';

/**
 * The order of a conversation's messages, backwards: by when they were sent, and what was sent in one moment as the hub stored
 * it (`place`). What the hub does not have yet comes after what it has, as it was written. The id decides only between those of
 * which a hub of before has not told the place.
 */
export const newestMessageFirst = 'sent_at DESC, place DESC, id DESC';
/** Before a place in that order, whose three values are the parameters. */
export const beforeMessage = '(sent_at, place, id) < (?, ?, ?)';

/** Above every place of the hub: 2^52. */
export const firstOwnPlace = 4_503_599_627_370_496;

/** A join along the index alone: besides the messages of conversation `c` it may find those of one whose id begins alike. */
export const perhapsOfConversation = 'substr(m.conversation_id, 1, 8) = substr(c.id, 1, 8)';

/** As that, of the conversation of a tag `t`. */
export const perhapsOfTagged = 'substr(m.conversation_id, 1, 8) = substr(t.conversation_id, 1, 8)';
