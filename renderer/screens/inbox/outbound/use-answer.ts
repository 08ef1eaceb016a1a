import { useCallback, useEffect, useState } from 'react';

/** What a question was answered with; null while it is asked, also once more. `ask` is the same function as long as it asks the same. */
export function useAnswer<T>(ask: () => Promise<T>): { readonly answer: T | null; readonly again: () => void } {
  const [turn, setTurn] = useState(0);
  const [got, setGot] = useState<{ readonly to: () => Promise<T>; readonly turn: number; readonly value: T } | null>(null);
  useEffect(() => {
    let over = false;
    void ask().then((value) => {
      if (!over) setGot({ to: ask, turn, value });
    });
    return () => {
      over = true;
    };
  }, [ask, turn]);
  const again = useCallback(() => setTurn((before) => before + 1), []);
  return { answer: got !== null && got.to === ask && got.turn === turn ? got.value : null, again };
}
