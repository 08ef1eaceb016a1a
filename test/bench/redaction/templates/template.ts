/**
 * Texts with slots. `{type}` is a value with a label of that type, `{type:variant}` one of a country
 * or format, `{~name}` a value without a label. Other braces stand for themselves.
 */
export interface TemplateSet {
  readonly greetings: readonly string[];
  readonly farewells: readonly string[];
  /** Written once for every way of writing cards, and with drawn ones. */
  readonly cards: readonly string[];
  /** A card that stands against letters: no spelled-out digits here. */
  readonly glued: readonly string[];
  readonly positives: readonly string[];
  /** Nothing is to be found in these. */
  readonly negatives: readonly string[];
}
