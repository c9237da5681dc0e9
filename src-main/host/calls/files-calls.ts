import { calls, type Answers, type HostParts } from './host-parts.ts';

export function filesCalls({ transfers }: HostParts): Answers<'files'> {
  const os = calls.files;
  return {
    beginUpload: os.beginUpload.handler(() => transfers.begin('upload')),
    beginDownload: os.beginDownload.handler(() => transfers.begin('download')),
    discard: os.discard.handler(async ({ input }) => { await transfers.discard(input.id); return {}; }),
  };
}
