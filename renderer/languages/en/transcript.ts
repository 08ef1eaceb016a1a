export const transcript = {
  save: 'Save transcript',
  formats: {
    pdf: ['PDF', 'to send or print'],
    html: ['Web page', 'opens anywhere'],
    text: ['Text', 'plain'],
    json: ['JSON', 'for another program'],
  },
  gone: 'This conversation is no longer on this laptop. Nothing was saved.',
  tooLong: 'This conversation is too long for one file. Nothing was saved; ask for an export at the hub.',
  busy: 'Another transcript is being saved. Finish that one first.',
  notWritten: {
    taken: 'Another file has just come to stand there. Nothing was saved; choose another name.',
    'no-room': 'There is no room there. Nothing was saved; choose another place.',
    'not-allowed': 'Nothing may be written there. Choose another folder.',
    'own-folder': 'That is Sealdesk’s own folder. Choose another one.',
    failed: 'It could not be written there. Nothing was saved; choose another place.',
  },
  saved: 'Transcript {number} saved. The audit log lists it.',
} as const;
