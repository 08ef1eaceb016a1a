/** Whose laptop this is, or is becoming: above the title of a gate. */
export function Owner({ state }: { readonly state: { readonly organisation: string; readonly deviceName: string; readonly agentName: string } }) {
  return (
    <>
      <strong>{state.organisation}</strong>
      <span>
        {state.agentName} · {state.deviceName}
      </span>
    </>
  );
}
