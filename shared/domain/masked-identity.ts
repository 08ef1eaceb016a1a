import type { CustomerIdentity } from './people.ts';

/** `anna@example.com` becomes `a•••@example.com`: enough to tell two customers apart, too little to write to. */
export function maskedIdentity(kind: CustomerIdentity['kind'], value: string): string {
  switch (kind) {
    case 'email': {
      const at = value.lastIndexOf('@');
      return `${firstLetter(value)}•••${value.slice(at)}`;
    }
    case 'phone':
    case 'whatsapp':
      return `••• ${value.slice(-4)}`;
    case 'webchat':
      return 'Web chat';
    case 'instagram':
      return `${firstLetter(value)}•••`;
    default:
      kind satisfies never;
      return '•••';
  }
}

function firstLetter(value: string): string {
  const code = value.codePointAt(0);
  return code === undefined ? '' : String.fromCodePoint(code);
}
