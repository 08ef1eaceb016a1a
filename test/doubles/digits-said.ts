/**
 * Digits as somebody says them, in one of the ways that are given: not those that stand by chance within an id, a hash or a time. There are
 * so many of these in an answer or a database that any six digits are among them now and then.
 */
export const digitsSaid = (...ways: readonly string[]): RegExp => new RegExp(`(?<![\\da-f])(?:${ways.join('|')})(?![\\da-f])`, 'i');
