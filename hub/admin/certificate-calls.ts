import { z } from 'zod';
import { keyId } from '../../shared/trust/keys.ts';
import { adoptCertificate, requestCertificate } from '../enrolment/adopt-certificate.ts';
import { certificateInForce, endsSoon } from '../enrolment/certificate-end.ts';
import { HubCertificateFile } from '../enrolment/hub-certification.ts';
import { type AdminContext, adminCall } from './admin-call.ts';

/** By which root the hub is certified, until when, and how the next certificate comes. */
export const certificateCalls = {
  'hub.status': adminCall({ input: z.null(), run: (context) => Promise.resolve(status(context)) }),
  'hub.request': adminCall({
    input: z.null(),
    run: async ({ rooms, actor }) => {
      const { organisation, signer, audit } = rooms;
      return rooms.store.transaction().execute(async (tx) => {
        await audit.append(tx, { actor, action: 'hub.certificate-requested', subject: 'organisation' });
        return requestCertificate(tx, organisation, signer);
      });
    },
  }),
  'hub.adopt': adminCall({
    input: HubCertificateFile,
    run: async (context, file) => {
      const { rooms, actor, running } = context;
      const { organisation, audit, clock } = rooms;
      const before = organisation.root;
      const certification = await rooms.store.transaction().execute((tx) => adoptCertificate(tx, organisation, file, audit, actor, clock.now()));
      organisation.recertified(certification);
      if (!before.equals(organisation.root)) running?.reconnectAll();
      return status(context);
    },
  }),
};

function status({ rooms: { organisation, clock } }: AdminContext) {
  const { serial, notAfter } = certificateInForce(organisation);
  return {
    organisation: organisation.name,
    root: keyId(organisation.root),
    rotations: organisation.rotations.length,
    hubKey: keyId(organisation.hubKey.getPublicKey()),
    certificate: { serial, until: notAfter, endsSoon: endsSoon(notAfter, clock.now()) },
  };
}
