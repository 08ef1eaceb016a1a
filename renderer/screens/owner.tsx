/** Of whom nothing is known yet: as high as what comes. */
const nobody = { organisation: '\u00a0', deviceName: '', agentName: '' };

export interface OwnerProps {
  readonly state: { readonly organisation: string; readonly deviceName: string; readonly agentName: string } | null;
}

/** Whose laptop this is, or is becoming: above the title of a gate. */
export function Owner({ state }: OwnerProps) {
  const { organisation, deviceName, agentName } = state ?? nobody;
  return (
    <>
      <strong>{organisation}</strong>
      <span>{state === null ? '\u00a0' : `${agentName} · ${deviceName}`}</span>
    </>
  );
}
