import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { workSentences } from '../../use-cases/work-sentences.ts';
import { isSameFolder } from '../open-session.ts';
import { makeProcessFolder } from '../process-folder.ts';
import { calls, type Answers, type HostParts } from './host-parts.ts';

/** On a copy of the database, beside whatever else is done: its job is no row of the project, in which nothing is to change. */
export function verifyCall({ session, jobs, grants, folders, heads: noted }: HostParts): Answers<'project'>['verify'] {
  return calls.project.verify.handler(async ({ input }) => {
    if (input.folder === undefined) session.required();
    const { input: { folder = session.required().folder, heads }, hidden, release } = await grants.resolve(input);
    const jobId = jobs.start({
      kind: 'verify', lane: 'export', store: null, request: {}, hidden, ended: release,
      run: async (work) => {
        const { verifyProject } = await import('../../use-cases/verify-project.ts');
        // Only now: it may have been opened or closed while the job waited.
        const open = session.held();
        const store = open !== null && isSameFolder(open.folder, folder) ? session.required() : null;
        const workFolder = await makeProcessFolder(folders.transfers);
        try {
          const { copyClosedDatabase } = await import('../../store/verify-copy.ts');
          return await verifyProject({
            project: store ?? resolve(folder), heads, workFolder, notedHeads: (projectId) => noted.of(projectId, folder),
            // In turn with opening: to close a file that is being opened would give up its lock.
            copyClosed: (closed, file) => session.whileNoneOpens(() => {
              const opened = session.held();
              if (opened !== null && isSameFolder(opened.folder, closed)) return opened;
              copyClosedDatabase(closed, file);
              return null;
            }),
          }, work);
        } catch (error) {
          if (store !== null && session.held() !== store) throw new UserFacingError('cancelled', workSentences.cancelled, { cause: error });
          throw error;
        } finally {
          await rm(workFolder, { recursive: true, force: true });
        }
      },
    });
    return { jobId };
  });
}
