/** The project and its cases as the contract tells of them. */
import type { CaseInfo } from '#shared/contract/cases.ts';
import type { ProjectInfo } from '#shared/contract/project.ts';
import type { CaseRecord, ImageRecord, ProjectStore } from '../store/project-store.ts';
import { personLabelmap } from './person-labelmap.ts';

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

export function describeCase(store: ProjectStore, record: CaseRecord): CaseInfo {
  const grid = record.images[0]?.image;
  const person = personLabelmap(store, record);
  const states = person === null ? null : store.reviews.states(person.labelmap.id);
  const info = {
    id: record.id,
    name: record.name,
    patient: record.patient,
    sliceAxis: record.sliceAxis,
    slices: grid?.geometry.size[record.sliceAxis] ?? 0,
    completeSlices: person?.completeSlices.length ?? 0,
    sliceStates: { complete: states?.get('complete') ?? 0, incomplete: states?.get('incomplete') ?? 0, returned: states?.get('returned') ?? 0 },
    note: store.notes.text(record.id).trimStart().split('\n', 1)[0]!.trimEnd(),
    createdAt: record.createdAt,
    changedAt: store.cases.changedAt(record.id),
    images: record.images.map(({ image, role, timePoint }) => ({ ...describeImage(image), role, timePoint })),
    labelmaps: store.labelmaps.ofCase(record.id).map(({ id, imageId, owner }) => ({
      id,
      imageId,
      owner: owner.kind === 'model' ? owner : { kind: owner.kind, annotator: owner.annotator },
    })),
  };
  // Ids of the database are UUIDs; the contract's brands exist only for the compiler.
  return info as unknown as CaseInfo;
}

function describeImage({ id, name, format, modality, geometry, trust, voxelType, slope, intercept }: ImageRecord): object {
  return { id, name, format, modality, size: geometry.size, affine: geometry.affine, trust, voxelType, slope, intercept };
}
