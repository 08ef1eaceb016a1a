/** A key as it stands on the keyboard; nothing for no key. */
export function Kbd({ children }: { readonly children: string }) {
  return children === '' ? null : <kbd className="kbd">{children}</kbd>;
}
