import type { RevealReason } from '../../../shared/domain/reveal.ts';

// Files: received, on their way from a laptop, and let go to one.

/** What is kept of a file that came with a message. Name, kind and key are in the message's content. */
export interface AttachmentTable {
  id: string;
  message_id: string;
  conversation_id: string;
  /** Plaintext bytes of the whole. */
  size: number;
  /** 0: nobody has looked inside, or not to its end. 1: text that was redacted. 2: a document that was read whole, with nothing found. 3: something was found that is masked or sealed, and it may not have been read whole. 4: something that is destroyed. 5: as 3, read whole. 6: an agent's, not let out yet. 7: an agent's, which went out. */
  redacted: number;
  /** When it goes, in Unix milliseconds: one with something in it that is destroyed. */
  deadline: number | null;
}

/** The contents, sealed under a key of the attachment's own: shared/trust/chunks.ts. */
export interface AttachmentChunkTable {
  attachment_id: string;
  /** Counts from 0. */
  position: number;
  sealed: Uint8Array;
}

/** A file on its way from a laptop: until a reply, a note or a first mail takes it along. */
export interface UploadTable {
  id: string;
  agent_id: string;
  /** That of a first mail is still to come. */
  conversation_id: string;
  /** Plaintext bytes of the whole. */
  size: number;
  /** How many are here, from the first on. */
  chunks: number;
  /** When a chunk came last, Unix milliseconds. */
  touched_at: number;
}

/** As the device sealed them. */
export interface UploadChunkTable {
  upload_id: string;
  position: number;
  sealed: Uint8Array;
}

/** A wish to have a file that is held. What was found in it is in the message's content. */
export interface FileReleaseTable {
  id: string;
  agent_id: string;
  /** The laptop it is for, and no other. */
  device_id: string;
  attachment_id: string;
  message_id: string;
  conversation_id: string;
  reason: RevealReason;
  state: 'waiting' | 'released' | 'denied';
  asked_at: number;
  decided_by: string | null;
  decided_at: number | null;
  /** Until when the laptop may have it, in Unix milliseconds. */
  until: number | null;
}

export interface FileTables {
  attachments: AttachmentTable;
  attachment_chunks: AttachmentChunkTable;
  uploads: UploadTable;
  upload_chunks: UploadChunkTable;
  file_releases: FileReleaseTable;
}
