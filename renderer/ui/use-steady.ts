import { useInsertionEffect, useState } from 'react';

type Calls = Readonly<Record<string, (...args: never[]) => unknown>>;

/** The same functions for as long as the component is there, each of which does what the one of its name drawn last does: what gets them is not drawn anew for them. */
export function useSteady<Given extends Calls>(calls: Given): Given {
  const [held] = useState(() => {
    const latest = { calls };
    const steady = Object.fromEntries(Object.keys(calls).map((name) => [name, (...args: never[]) => latest.calls[name]?.(...args)]));
    return { latest, steady: steady as Given };
  });
  useInsertionEffect(() => {
    held.latest.calls = calls;
  });
  return held.steady;
}
