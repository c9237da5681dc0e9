/** What the log notes of a model's files, once they are written for good. */

/** The kind of event that notes them: `{ id, files: ModelFile[] }`, where `id` is the model's. */
export const filesOfModels = 'model-files';

export interface ModelFile {
  /** Relative to the project's folder, with `/`. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}
