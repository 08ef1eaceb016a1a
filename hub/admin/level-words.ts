import type { Verification } from '../../shared/domain/verification.ts';
import type { NotKnownEnough } from '../reveal/known-enough.ts';

const levelWords: Readonly<Record<Verification, string>> = {
  unverified: 'Nothing shows yet who this customer is.',
  contact: 'Of this customer it is known only that the contact is theirs.',
  order: 'This customer has shown that they know their order, and no more.',
  identity: 'This customer has shown who they are.',
};

const askedWords: Readonly<Record<Verification, string>> = {
  unverified: 'nothing',
  contact: 'a contact that is theirs, such as signed mail from their own address',
  order: 'something of an order that others do not know',
  identity: 'who they are',
};

/** Why it is not shown to the agent who asked. */
export function moreIsAsked({ level, asked }: NotKnownEnough): string {
  return `${levelWords[level]} Your company asks for more before this is shown: ${askedWords[asked]}.`;
}
