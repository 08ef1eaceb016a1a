export const paperScheme = 'paper';
/** An origin of its own: it shares nothing with the inbox's page, nor with the one that draws attachments. */
export const paperOrigin = `${paperScheme}://sealdesk`;
