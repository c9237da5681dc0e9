import { expect, it } from 'vitest';
import { describeModel, judgementOf } from '#main/use-cases/models.ts';
import type { ModelRecord } from '#main/store/project-store.ts';

it('a model that was trained before slabs, curves and judged cases were kept is told without them', () => {
  const record = {
    id: 'm', name: 'unet-2d', createdAt: '2026-01-31T12:00:00.000Z', active: true, plan: { outputs: [{ index: 0, value: 0, name: 'background' }] },
    metrics: { parameters: 1, steps: 2, seconds: 3, finalLoss: 0.5, validation: null, validationPatients: ['a'], engine: { library: 'native', version: '2.21.0', device: 'CPU', note: null }, notes: [] },
  } as unknown as ModelRecord;
  expect(describeModel(record, [])).toMatchObject({ validationKind: 'patients', curve: [], judged: null });
  expect(judgementOf(record)).toEqual({ unit: 'voxels', tolerance: 1, cases: [] });
  expect(describeModel({ ...record, metrics: { ...record.metrics as object, validationPatients: [] } }, [])).toMatchObject({ validationKind: 'none', curve: [] });
});
