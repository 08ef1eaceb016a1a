import type { Policy } from '../../../shared/domain/policy.ts';
import { createStore, type Store } from '../store.ts';
import { changedFields, formOf, rebased, type PolicyForm } from './policy-form.ts';

export interface DraftState {
  /** The policy that is being edited; null before it was read. */
  readonly base: Policy | null;
  readonly form: PolicyForm;
  /** The hub has this one by now: somebody else sent it while changes were being made here. */
  readonly newer: Policy | null;
}

export interface PolicyDraftStore {
  readonly state: Store<DraftState>;
  readonly type: (field: string, text: string) => void;
  /** The policy as the hub has it now. Taken at once where nothing was changed here; else kept aside until it is asked for. */
  readonly arrived: (policy: Policy) => void;
  /** Goes on with the newer policy, and keeps every change that was made here. */
  readonly takeNewer: () => void;
  readonly discard: () => void;
  /** What was sent is in force. */
  readonly sent: (policy: Policy) => void;
}

export function createPolicyDraft(): PolicyDraftStore {
  const state = createStore<DraftState>({ base: null, form: {}, newer: null });
  const begin = (policy: Policy): void => state.set({ base: policy, form: formOf(policy), newer: null });
  return {
    state,
    type: (field, text) => state.update((now) => ({ ...now, form: { ...now.form, [field]: text } })),
    arrived(policy) {
      const { base, form } = state.get();
      if (base !== null && policy.version <= base.version) return;
      if (base === null || changedFields(formOf(base), form).length === 0) begin(policy);
      else state.update((now) => ({ ...now, newer: policy }));
    },
    takeNewer() {
      const { base, form, newer } = state.get();
      if (base === null || newer === null) return;
      state.set({ base: newer, form: rebased(formOf(base), form, formOf(newer)), newer: null });
    },
    discard() {
      const { base, newer } = state.get();
      const policy = newer ?? base;
      if (policy !== null) begin(policy);
    },
    sent: begin,
  };
}
