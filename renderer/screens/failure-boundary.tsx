import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Gate } from '../ui/gate.tsx';

const words = {
  title: 'This window stopped',
  lead: 'Sealdesk could not draw this screen. Nothing in the vault has changed, and drafts are kept. Reload the window; if it stops again, tell IT what you were doing.',
  reload: 'Reload window',
};

/** A bug in a screen must not leave an empty window. The error itself is not shown: it may quote a message. */
export class FailureBoundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Gate focusTitle title={words.title} lead={<p>{words.lead}</p>}>
        <Button look="primary" size="large" onClick={() => window.location.reload()}>
          {words.reload}
        </Button>
      </Gate>
    );
  }
}
