import type { CaseInfo } from '#shared/contract/cases.ts';

/** A case as the host tells of it, of 24 slices of 64 × 60 pixels, 1 × 1 × 3 mm. */
export function aCase(change: Partial<CaseInfo> = {}): CaseInfo {
  return {
    id: '00000000-0000-4000-8000-000000000001' as CaseInfo['id'],
    name: 'case_1',
    patient: 'P1',
    sliceAxis: 2,
    slices: 24,
    completeSlices: 0,
    sliceStates: { notStarted: 0, inProgress: 0, complete: 0, reviewed: 0, returned: 0 },
    note: '',
    createdAt: '2026-01-31T12:00:00.000Z',
    changedAt: null,
    images: [{
      id: '00000000-0000-4000-8000-0000000000aa' as CaseInfo['images'][number]['id'],
      name: 'case_1', role: 'image', timePoint: 0, format: 'nifti', modality: 'mr', size: [64, 60, 24],
      affine: [-1, 0, 0, 30, 0, -1, 0, 30, 0, 0, 3, 0], trust: 'known', voxelType: 'int16', slope: 1, intercept: 0,
    }],
    labelmaps: [],
    ...change,
  };
}

/** A labelmap of a person, or of the model named. */
export function aLabelmap(model?: string): CaseInfo['labelmaps'][number] {
  return {
    id: '00000000-0000-4000-8000-0000000000bb' as CaseInfo['labelmaps'][number]['id'],
    imageId: '00000000-0000-4000-8000-0000000000aa' as CaseInfo['labelmaps'][number]['imageId'],
    owner: model === undefined ? { kind: 'reading', annotator: 'ada', blind: false } : { kind: 'model', modelId: model },
  };
}
