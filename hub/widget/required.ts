/** An element of the page itself. @throws when the page and this program do not belong together. */
export function required<Kind extends HTMLElement>(id: string, kind: abstract new (...given: never[]) => Kind): Kind {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new TypeError(`The page has no ${id}.`);
  return element;
}
