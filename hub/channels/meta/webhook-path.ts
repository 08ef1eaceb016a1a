/** Below this path each channel has one of its own: /webhook/CHANNEL. */
export const webhookPath = '/webhook';
