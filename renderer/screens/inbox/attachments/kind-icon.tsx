import { File, FileText, Image } from 'lucide-react';

/** As the sender calls it: what it is shows when it is opened. */
export function KindIcon({ mediaType }: { readonly mediaType: string }) {
  if (mediaType.startsWith('image/')) return <Image className="icon-small" aria-hidden="true" />;
  if (mediaType === 'application/pdf' || mediaType.startsWith('text/')) return <FileText className="icon-small" aria-hidden="true" />;
  return <File className="icon-small" aria-hidden="true" />;
}
