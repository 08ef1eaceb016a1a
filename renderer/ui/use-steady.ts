import { useInsertionEffect, useRef, useState } from 'react';

type Calls = Readonly<Record<string, (...args: never[]) => unknown>>;

/** The same functions for as long as the component is there, each of which does what the one of its name drawn last does: what gets them is not drawn anew for them. */
export function useSteady<Given extends Calls>(calls: Given): Given {
  const latest = useRef<Calls>(calls);
  useInsertionEffect(() => {
    latest.current = calls;
  });
  const [steady] = useState(() => Object.fromEntries(Object.keys(calls).map((name) => [name, (...args: never[]) => latest.current[name]?.(...args)])));
  return steady as Given;
}
