export const starting = {
  title: 'Starting Sealdesk',
} as const;
