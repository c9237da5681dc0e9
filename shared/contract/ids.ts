import { z } from 'zod';

export const caseId = z.uuid().brand<'CaseId'>();
export const imageId = z.uuid().brand<'ImageId'>();
export const labelmapId = z.uuid().brand<'LabelmapId'>();
export const editId = z.uuid().brand<'EditId'>();
export const modelId = z.uuid().brand<'ModelId'>();
export const jobId = z.uuid().brand<'JobId'>();
export type CaseId = z.infer<typeof caseId>;
export type ImageId = z.infer<typeof imageId>;
export type LabelmapId = z.infer<typeof labelmapId>;
export type EditId = z.infer<typeof editId>;
export type ModelId = z.infer<typeof modelId>;
export type JobId = z.infer<typeof jobId>;
