import { randomUUID } from 'node:crypto';
import { failure } from '#shared/text/user-facing-error.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { Look } from '../../use-cases/take-in-bundle.ts';
import { bundleSentences } from '../../use-cases/bundle-sentences.ts';
import { foldersIn, forgetFolders } from '../forget-folders.ts';
import { calls, type Answers, type HostParts } from './host-parts.ts';
import { quiet, startJob } from './start-job.ts';

/** A bundle that was looked at and waits for its choices. */
interface Held {
  readonly id: string;
  readonly path: string;
  readonly looked: Look;
  readonly store: ProjectStore;
  readonly release: () => Promise<void>;
}

export function bundlesCalls(parts: HostParts): Answers<'bundles'> {
  const os = calls.bundles;
  const { session, grants, version } = parts;
  let held: Held | null = null;
  const giveUp = async (): Promise<void> => {
    const before = held;
    held = null;
    await before?.release();
  };
  /** @throws UserFacingError `not-found` where another was looked at since, or another project is open */
  const waiting = (id: string): Held => {
    if (held?.id !== id || held.store !== session.required()) throw failure('not-found', bundleSentences.chosenNoLonger, {});
    return held;
  };

  return {
    make: os.make.handler(({ input, context }) => startJob(parts, {
      kind: 'bundle', lane: 'export', input,
      run: async (store, options, work) => {
        const { writeBundle } = await import('../../use-cases/write-bundle.ts');
        return writeBundle(store, options, { name: context.person(), program: `Lamina ${version}` }, work);
      },
    })),
    look: os.look.handler(async ({ input, context, signal }) => {
      const store = session.required();
      const granted = await grants.resolve(input);
      try {
        const { lookAtBundle } = await import('../../use-cases/take-in-bundle.ts');
        const looked = await lookAtBundle(store, granted.input.path, context.person(), quiet(signal));
        await giveUp();
        held = { id: randomUUID(), path: granted.input.path, looked, store, release: granted.release };
        return { id: held.id, ...forgetFolders(looked.look, foldersIn(granted.hidden)) as typeof looked.look };
      } catch (error) {
        await granted.release();
        throw error;
      }
    }),
    picture: os.picture.handler(async ({ input: { id, labels, slice }, context, signal }) => {
      const { path, looked, store } = waiting(id);
      const { drawConflict } = await import('../../use-cases/bundle-conflicts.ts');
      return { png: Buffer.from(await drawConflict(store, path, looked, labels, slice, context.person(), quiet(signal))).toString('base64') };
    }),
    takeIn: os.takeIn.handler(({ input: { id, ...options }, context }) => {
      const { path, looked: { look: { hash } } } = waiting(id);
      const person = context.person();
      return startJob(parts, {
        kind: 'take-in-bundle', lane: 'import', input: options, changed: [{ kind: 'cases' }, { kind: 'label-table' }, { kind: 'people' }],
        run: async (store, chosen, work) => {
          const { takeInBundle } = await import('../../use-cases/take-in-bundle.ts');
          const report = await takeInBundle(store, { path, hash }, chosen, person, work, (labelmapId) => {
            parts.changes.publish({ kind: 'labels', labelmapId, edit: store.labelmaps.newestEdit(labelmapId) });
            parts.changes.publish({ kind: 'reviews', labelmapId });
          });
          if (report.measurements > 0) for (const { id: caseId } of store.cases.list()) parts.changes.publish({ kind: 'measurements', caseId });
          // Another may have been looked at meanwhile.
          if (held?.id === id) await giveUp();
          return report;
        },
      });
    }),
    giveUp: os.giveUp.handler(async ({ input: { id } }) => {
      if (held?.id === id) await giveUp();
      return {};
    }),
  };
}
