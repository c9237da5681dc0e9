/** The project and its cases as the contract tells of them. */
import type { CaseInfo } from '#shared/contract/cases.ts';
import type { EditId } from '#shared/contract/ids.ts';
import type { ProjectInfo } from '#shared/contract/project.ts';
import type { CaseRecord, ImageRecord, LabelmapOwner, ProjectStore } from '../store/project-store.ts';
import type { SliceState } from '../store/slice-work.ts';
import { blindLabelmap, countedLabels, together, type CountedLabels } from './person-labelmap.ts';

export function describeProject(store: ProjectStore): ProjectInfo {
  return {
    folder: store.folder,
    id: store.projectId,
    name: store.name,
    readOnly: store.readOnly,
    settings: store.settings.get(),
    cases: store.cases.list().length,
    models: store.models.list().length,
  };
}

/** @param reader whoever is told of it: of a case that they are reading blind they learn of their own reading alone */
export function describeCase(store: ProjectStore, record: CaseRecord, reader: string): CaseInfo {
  const grid = record.images[0]?.image;
  const blind = store.secondReadings.blindCases(reader).has(record.id);
  const counted = blind ? together(blindLabelmap(store, record, reader), null) : countedLabels(store, record);
  const person = counted.own;
  const slices = grid?.geometry.size[record.sliceAxis] ?? 0;
  const labelmaps = store.labelmaps.ofCase(record.id).filter(({ id, owner }) =>
    (blind ? id === person?.labelmap.id : owner.kind !== 'reading' || owner.withdrawn !== true));
  const info = {
    id: record.id,
    name: record.name,
    patient: record.patient,
    sliceAxis: record.sliceAxis,
    slices,
    completeSlices: counted.completeSlices.length,
    sliceStates: statesOf(store, counted, slices),
    note: blind ? '' : store.notes.text(record.id).trimStart().split('\n', 1)[0]!.trimEnd(),
    createdAt: record.createdAt,
    changedAt: blind ? null : store.cases.changedAt(record.id),
    images: record.images.map(({ image, role, timePoint }) => ({ ...describeImage(image), role, timePoint })),
    labelmaps: labelmaps.map(({ id, imageId, owner }) => ({
      id,
      imageId,
      owner: ownerOf(owner, () => store.labelmaps.newestEditId(id)),
    })),
  };
  // Ids of the database are UUIDs; the contract's brands exist only for the compiler.
  return info as unknown as CaseInfo;
}

/** A slice that was settled together stands as it does there, every other one as in the person's labels. */
function statesOf(store: ProjectStore, { own, settled }: CountedLabels, slices: number): CaseInfo['sliceStates'] {
  const counts = own === null ? null : store.reviews.states(own.labelmap.id);
  const states = {
    notStarted: counts?.['not-started'] ?? slices, inProgress: counts?.['in-progress'] ?? 0,
    complete: counts?.complete ?? 0, reviewed: counts?.reviewed ?? 0, returned: counts?.returned ?? 0,
  };
  if (settled === null) return states;
  const nameOf = (state: SliceState | undefined): keyof typeof states =>
    (state === undefined || state === 'not-started' ? 'notStarted' : state === 'in-progress' ? 'inProgress' : state);
  const alone = new Map(own === null ? [] : store.reviews.standings(own.labelmap.id).map(({ slice, state }) => [slice, state]));
  const done = new Set(settled.completeSlices);
  for (const { slice, state } of store.reviews.standings(settled.labelmap.id)) {
    if (!done.has(slice)) continue;
    states[nameOf(alone.get(slice))] -= 1;
    states[nameOf(state)] += 1;
  }
  return states;
}

function ownerOf(owner: LabelmapOwner, newestEdit: () => string | null): CaseInfo['labelmaps'][number]['owner'] {
  switch (owner.kind) {
    case 'model': {
      const edit = newestEdit();
      return { ...owner, ...(edit === null ? {} : { edit: edit as EditId }) };
    }
    case 'consensus': return { kind: owner.kind };
    case 'reading': return { kind: owner.kind, annotator: owner.annotator, blind: owner.blind };
  }
}

function describeImage({ id, name, format, modality, geometry, trust, voxelType, slope, intercept }: ImageRecord): object {
  return { id, name, format, modality, size: geometry.size, affine: geometry.affine, trust, voxelType, slope, intercept };
}
