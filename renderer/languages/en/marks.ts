export const marks = {
  label: 'Formatting',
  kinds: { bold: 'Bold', italic: 'Italic', strike: 'Struck through', code: 'Code', link: 'Link', bullets: 'List', numbers: 'Numbered list', quote: 'Quote' },
  preview: 'Preview',
  previewOf: 'As it is read by {channel}',
  previewNote: 'As colleagues read it',
  previewSignature: 'As it stands under your e-mails',
  previewPlain: '{channel} has no formatting. It is read like this:',
  left: '{n, plural, one {# character left} other {# characters left}}',
} as const;
