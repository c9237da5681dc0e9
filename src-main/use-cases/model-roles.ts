import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import { readManifest } from './take-snapshot.ts';

/**
 * What the images are called that a model is shown, the one that it labels first; undefined where it is shown one.
 * @throws UserFacingError `corrupt` where the list of what it was taught with is gone
 */
export async function rolesOf(store: ProjectStore, { plan, snapshotId }: ModelRecord): Promise<readonly string[] | undefined> {
  if (plan.furtherInputs.length === 0) return undefined;
  const { cases } = await readManifest(store, snapshotId);
  const further = plan.furtherInputs.map(({ role }) => role);
  const first = cases.find(({ imageRole }) => imageRole !== undefined && !further.includes(imageRole))?.imageRole;
  return [first ?? 'image', ...further];
}
