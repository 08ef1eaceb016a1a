import { Notification } from 'electron';

/**
 * Shows a notification by the system's own means: where the system is told not to disturb, it holds it back by itself.
 *
 * @returns takes it away again, out of the system's list as well
 */
export function showSystemNotice(text: string, sound: boolean, clicked: () => void): () => void {
  if (!Notification.isSupported()) return () => undefined;
  const notice = new Notification({ title: 'Sealdesk', body: text, silent: !sound, urgency: 'normal' });
  notice.on('click', clicked);
  notice.show();
  return () => {
    notice.removeAllListeners();
    notice.close();
  };
}
