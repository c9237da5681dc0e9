/** A case's structures beside the same ones in other cases, by volume: a label that was mixed up or forgotten stands out. */
import type { LabelVolume } from '#shared/contract/reviews.ts';
import { voxelVolumeMm3 } from '#shared/geometry/affine.ts';
import { compareVolume, fewestOthers } from '#shared/learning/evaluation/volume-slip.ts';
import type { CaseRecord, ImageRecord, LabelmapRecord, ProjectStore } from '../store/project-store.ts';
import { personLabelmap, settledConsensus } from './person-labelmap.ts';

export interface VolumesCompared {
  readonly labels: LabelVolume[];
  readonly fewestOthers: number;
}

type Volumes = ReadonlyMap<number, number>;
interface Held { readonly edit: number; readonly counts: Volumes }

/** Labels are counted again only where somebody has drawn on them. */
const counted = new WeakMap<ProjectStore, Map<string, Held>>();
/** Cases after which others at the host are answered. */
const together = 10;

/**
 * Compared with cases of which every slice is complete: what is drawn halfway has no volume yet.
 * @param reader whoever asks: cases that they are reading blind are left out
 */
export async function compareVolumes(store: ProjectStore, labelmapId: string, reader: string): Promise<VolumesCompared> {
  const labelmap = store.labelmaps.get(labelmapId);
  const own = volumesOf(store, labelmap, store.cases.get(labelmap.caseId));
  if (own === null) return { labels: [], fewestOthers };
  const blind = store.secondReadings.blindCases(reader);
  const others: { readonly caseId: string; readonly volumes: Volumes }[] = [];
  for (const [at, record] of store.cases.list().entries()) {
    if (at % together === together - 1) await new Promise<void>((resolve) => { setImmediate(resolve); });
    if (record.id === labelmap.caseId || blind.has(record.id)) continue;
    const volumes = wholeVolumes(store, record);
    if (volumes !== null) others.push({ caseId: record.id, volumes });
  }
  const labels = store.labels.listed().map(({ index }) => {
    const ml = own.get(index) ?? 0;
    const there = others.map(({ caseId, volumes }) => ({ caseId, ml: volumes.get(index) ?? 0 }));
    return { labelIndex: index, ml, others: there, ...compareVolume(ml, there.map((one) => one.ml)) } as unknown as LabelVolume;
  });
  return { labels, fewestOthers };
}

/** Of the labels that count for the case; null where a slice of it is not complete. */
function wholeVolumes(store: ProjectStore, record: CaseRecord): Volumes | null {
  const whole = [settledConsensus(store, record), personLabelmap(store, record)].find((one) =>
    one !== null && one.completeSlices.length >= gridOf(record, one.labelmap).geometry.size[record.sliceAxis]);
  return whole == null ? null : volumesOf(store, whole.labelmap, record);
}

/** @returns ml of each label that occurs; null where nothing is known in mm */
function volumesOf(store: ProjectStore, labelmap: LabelmapRecord, record: CaseRecord): Volumes | null {
  const { geometry, trust } = gridOf(record, labelmap);
  if (trust === 'spacing-unknown') return null;
  const ofStore = counted.get(store) ?? new Map<string, Held>();
  counted.set(store, ofStore);
  const edit = store.labelmaps.newestEdit(labelmap.id);
  const known = ofStore.get(labelmap.id);
  const counts = known?.edit === edit ? known.counts : store.labelmaps.voxelCounts(labelmap.id);
  ofStore.set(labelmap.id, { edit, counts });
  const mlPerVoxel = Math.abs(voxelVolumeMm3(geometry.affine)) / 1000;
  return new Map([...counts].map(([label, voxels]) => [label, voxels * mlPerVoxel]));
}

function gridOf(record: CaseRecord, { imageId }: LabelmapRecord): ImageRecord {
  return (record.images.find(({ image }) => image.id === imageId) ?? record.images[0]!).image;
}
