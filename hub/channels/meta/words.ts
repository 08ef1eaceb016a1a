/** What agents read of messages that are not text. */
export const words = {
  unknownKind: 'A message of a kind Sealdesk does not know. Its original is kept in quarantine; ask IT for it.',
  notSupported: 'The customer sent something that the provider does not pass on.',
  notKept: (name: string) => `[${name} could not be fetched and was not kept.]`,
  location: 'Sent a location:',
  contacts: 'Sent contacts:',
  order: (items: number) => `Sent an order of ${items} ${items === 1 ? 'product' : 'products'}:`,
  reacted: (emoji: string) => `Reacted with ${emoji}`,
  tookReactionBack: 'Took a reaction back',
  pressed: (title: string) => `Pressed “${title}”`,
  chose: (title: string) => `Chose “${title}”`,
  filledIn: 'Filled in a form:',
  newNumber: 'The customer has another phone number now.',
  newIdentity: 'The customer’s identity on WhatsApp may have changed. Make sure who you are talking to before you say anything personal.',
  system: 'A notice of WhatsApp about this customer.',
  storyReply: 'In answer to your story:',
  storyMention: 'Mentioned you in a story.',
  shared: 'Shared a post or reel.',
  attachmentUnknown: 'Sent something that Sealdesk cannot show.',
  media: { image: 'Image', video: 'Video', audio: 'Audio', voice: 'Voice message', document: 'Document', sticker: 'Sticker', file: 'File' },
} as const;

/** Why a message does not go out. Every sentence is for the agent who wrote it. */
export const failures = {
  windowWhatsApp: 'The customer wrote more than 24 hours ago, and WhatsApp passes on no free reply after that; only an approved template may be sent. Ask IT, or use another channel.',
  windowInstagram: 'The customer wrote more than 7 days ago, and Instagram passes on no reply after that. Wait until they write again, or use another channel.',
  neverWrote: 'The customer has not written on this channel. Only they can begin there.',
  tooLong: (most: number) => `It is longer than the ${most.toLocaleString('en')} characters that this channel takes in one message. Shorten it, or send it in parts.`,
  noAddress: 'It was not sent: Instagram fetches files from the hub, which has no public address for it. Send the text alone, or ask IT for “sealdesk channel instagram-files”.',
  signIn: 'The hub’s access to the provider has ended. IT has to renew it.',
  notReached: 'The provider could not be reached for a day.',
  busy: 'The provider took no more messages for a day.',
  byCode: (provider: string, code: number) => `${provider} refused the message (code ${code}). Try another channel, or ask IT.`,
} as const;

/** For IT, in the list of channels. */
export const problems = {
  signIn: (provider: string) => `${provider} refuses the access token. Make a new one and add the channel again.`,
  notReached: (provider: string) => `${provider} cannot be reached. Check the hub’s way to the internet.`,
  ends: (provider: string, days: number) => `The access token for ${provider} ends ${days <= 0 ? 'today' : `in ${days} ${days === 1 ? 'day' : 'days'}`}. Make a new one before that.`,
  ended: (provider: string) => `The access token for ${provider} has ended. Make a new one and add the channel again.`,
  account: (provider: string) => `${provider} does not know the account, or the token may not use it. Check the account's id and what the token is allowed.`,
} as const;
