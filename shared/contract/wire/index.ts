/** The hub protocol: frames on the wire, control messages inside sealed frames, mail inside Signal messages. */
export * from './frames.ts';
export * from './control.ts';
export * from './mail.ts';
export * from './attachment.ts';
