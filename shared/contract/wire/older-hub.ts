/** What a hub says, and a workstation of a hub that cannot say it yet, where a workstation asks for something that came after that hub. */
export const hubIsOlder = 'It was not done: the hub is older than this version of Sealdesk, and does not know a part of it. Ask IT to update the hub. Without what is new, such as formatting, it can be done now.';

/** Where it is all of it that came after: there is nothing to leave out. */
export const hubLacksIt = 'It was not done: the hub is older than this version of Sealdesk, and does not know it yet. Ask IT to update the hub.';

/** How hubs of before this sentence name a field that they do not know. */
const unknownField = /^Not done\. (?:.*; )?[\w.]+: Unrecognized keys?: "/su;

/** The hub's words; where they are a schema's, words for a person. */
export function inPlainWords(message: string): string {
  return unknownField.test(message) ? hubIsOlder : message;
}
