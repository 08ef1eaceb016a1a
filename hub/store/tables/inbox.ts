/** Tables of the inbox: customers, conversations, messages, channels. */
// eslint-disable-next-line typescript/no-empty-interface -- filled with the inbox's first migration
export interface InboxTables {}
