export const words = { title: 'Starting Sealdesk' };
