import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { slicesTakenOver, toolsThatTakeOver, type TakingOver } from '#shared/labels/taken-over.ts';
import { sizeOfLabelmap, type Labelmaps } from './labelmaps.ts';
import type { ProjectStore } from './project-store.ts';
import type { Session } from './session.ts';

interface Row extends Omit<TakingOver, 'slices'> {
  readonly extent: string | null;
}

/** Where predictions that people took over are, by the log of edits. */
export function createTakenOver({ database }: Session, labelmaps: Labelmaps): Pick<ProjectStore['labelmaps'], 'takenOver'> {
  const tools = toolsThatTakeOver.map((tool) => `'${tool}'`).join(', ');
  const any = database.prepare<[number]>(`SELECT 1 FROM edit WHERE labelmap = +? AND tool IN (${tools}) LIMIT 1`);
  const edits = database.prepare<[number], Row>(
    `SELECT number, tool, reverts, restores, extent FROM edit
     WHERE labelmap = +? AND (tool IN (${tools}) OR reverts IS NOT NULL OR restores IS NOT NULL) ORDER BY number`,
  );
  return {
    takenOver: (labelmapId, next) => {
      const map = labelmaps.row(labelmapId);
      if (any.get(map.key) === undefined) return new Set();
      const done = edits.all(map.key).map(({ extent, ...edit }): TakingOver => {
        const { first, last } = (extent === null ? { first: null, last: null } : JSON.parse(extent)) as { first: Vec3 | null; last: Vec3 | null };
        return { ...edit, slices: first === null || last === null ? null : [first[map.sliceAxis], last[map.sliceAxis]] };
      });
      const planned: TakingOver[] = next === undefined ? [] : [{ number: Number.MAX_SAFE_INTEGER, tool: '', reverts: null, restores: null, slices: null, ...next }];
      return slicesTakenOver([...done, ...planned], sizeOfLabelmap(map)[map.sliceAxis]);
    },
  };
}
