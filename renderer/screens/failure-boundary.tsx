import { Component, type ReactNode } from 'react';
import { messages } from '../languages/spoken.ts';
import { Button } from '../ui/button.tsx';
import { Gate } from '../ui/gate.tsx';

const words = messages.failureBoundary;

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
