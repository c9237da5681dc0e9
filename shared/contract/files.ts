/**
 * How files come in and go out without the page ever learning a path. A grant is an opaque, single-use
 * word that stands for files on this machine: the desktop shell makes one for what was dropped or picked,
 * the browser door for what was uploaded or is to be downloaded. Wherever a call takes an absolute path
 * it takes `grant:<id>` as well.
 */
import { z } from 'zod';
import { call } from './procedure.ts';

export const grant = z.string().regex(/^grant:[A-Za-z0-9_-]{16,64}$/).brand<'Grant'>();
export type Grant = z.infer<typeof grant>;

export const filesContract = {
  /** A place for uploads: `PUT /uploads/{id}/{relative path}`, the path's parts each percent-encoded. Its grant stands for all of them. */
  beginUpload: call.output(z.object({ id: z.string(), grant })),
  /** An empty folder for an export; afterwards `GET /downloads/{id}` streams it as one ZIP archive, or as the file itself where it holds one. */
  beginDownload: call.output(z.object({ id: z.string(), grant })),
  /** Removes an upload or a download that is not wanted any more. */
  discard: call.input(z.object({ id: z.string() })).output(z.object({})),
};
