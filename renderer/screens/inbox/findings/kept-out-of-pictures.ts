import { useEffect } from 'react';
import { useWorkplace } from '../../../data/workplace.tsx';

/**
 * While something hidden is on screen, the window is kept out of pictures where the system can do that; when its time is
 * over, it goes. @param until null: nothing is shown.
 */
export function useKeptOutOfPictures(until: number | null, over: () => void): void {
  const { client } = useWorkplace();
  useEffect(() => {
    if (until === null) return undefined;
    void client.call('application.showing', { hidden: true });
    const timer = setTimeout(over, until - Date.now());
    return () => {
      clearTimeout(timer);
      void client.call('application.showing', { hidden: false });
    };
  }, [client, until, over]);
}
