/**
 * What has to be given to an ICU message, read from its text by the type checker: `{name}` takes a string,
 * `{n, number}` and `{n, plural, …}` a number, `{kind, select, …}` a string. What lies inside the branches of a plural
 * or select is read as well.
 */
export type Variables<S extends string> = Scan<S, 'text', {}>;

/** The first brace of a text, and what follows it. */
type Brace<S extends string> = S extends `${infer Before}{${infer After}`
  ? Before extends `${string}}${infer Inner}`
    ? ['}', `${Inner}{${After}`]
    : ['{', After]
  : S extends `${string}}${infer After}`
    ? ['}', After]
    : null;

/** In `branches` a brace opens a branch, in `text` a variable; what is closed goes back to what it stands in. */
type Scan<S extends string, In extends string, Found> =
  Brace<S> extends ['{', infer After extends string]
    ? In extends `branches${string}`
      ? Scan<After, `text ${In}`, Found>
      : After extends `${infer Head}}${infer Rest}`
        ? Head extends `${infer Name}, ${'plural' | 'selectordinal'},${string}`
          ? Scan<Tail<After>, `branches ${In}`, Found & Readonly<Record<Name, number>>>
          : Head extends `${infer Name}, select,${string}`
            ? Scan<Tail<After>, `branches ${In}`, Found & Readonly<Record<Name, string>>>
            : Head extends `${infer Name}, number${string}`
              ? Scan<Rest, In, Found & Readonly<Record<Name, number>>>
              : Scan<Rest, In, Found & Readonly<Record<Head, string>>>
        : never
    : Brace<S> extends ['}', infer After extends string]
      ? In extends `${'text' | 'branches'} ${infer Outer}`
        ? Scan<After, Outer, Found>
        : never
      : Found;

/** Without the name and the kind of a variable: its branches. */
type Tail<S extends string> = S extends `${string}, ${string},${infer Branches}` ? Branches : never;

/** A catalogue in another language: the same keys, words of its own. */
export type Translated<T> = T extends string ? string : { readonly [K in keyof T]: Translated<T[K]> };
