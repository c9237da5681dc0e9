/** What the quality runs know of a set of images: where it lies, who learns and who judges, and what it is measured by. */
import type { ModelInfo } from '#shared/contract/training.ts';
import type { Lamina } from './lamina.ts';

export interface QualityCase {
  /** As the command line names the case, and the mask that it makes of it. */
  readonly name: string;
  readonly patient: string;
  /** File, or folder of a DICOM series. */
  readonly image: string;
  /** Other images of the same case, where it has several. */
  readonly further?: readonly string[];
  readonly reference: string;
}

export interface Images {
  readonly cases: readonly QualityCase[];
  /** Folder that holds the references, as `import --labels` takes it. */
  readonly labels: string;
}

/** Names of cases. Nobody is in both, unless the set claims nothing and says so. */
export interface Split {
  readonly id: string;
  readonly fit: readonly string[];
  /** Empty: nothing is held back, and only what the training itself says is known. */
  readonly judge: readonly string[];
}

/** Something that is so or not, beside the figures. */
export interface Check {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
  readonly holds: boolean;
}

/** What a set's own checks look at: a run whose training and segmentation are done. */
export interface Examined {
  readonly folder: string;
  /** The project's folder, as the command line takes it in the run's folder. */
  readonly project: string;
  readonly model: ModelInfo;
  readonly images: Images;
  readonly split: Split;
  readonly lamina: Lamina;
}

/** A figure of another program, to be read beside ours. Dice. */
export interface Peer {
  readonly name: string;
  /** By the label's value. */
  readonly labels: Readonly<Record<string, number>>;
  readonly foreground: number;
}

export interface QualitySet {
  readonly name: string;
  readonly title: string;
  /** Where the images come from, who learns and who judges, and what the figure does not say: paragraphs of the document. */
  readonly about: string;
  /** Under the data folder: what must be there; empty where the images are made here. */
  readonly needs: readonly string[];
  /** Of a training that is reported. */
  readonly minutes: number;
  /** Each split is trained with each of these. */
  readonly seeds: readonly number[];
  /** One group, matched on an image's name: the patient. Null: DICOM's, else each image is a patient. */
  readonly patientPattern: string | null;
  readonly importOptions: readonly string[];
  readonly trainOptions: readonly string[];
  readonly evaluateOptions: readonly string[];
  /** By value; the others are called by their value. */
  readonly labelNames: Readonly<Record<string, string>>;
  /** What is printed of each run beside its means. */
  readonly every: 'case' | 'patient' | 'none';
  readonly peers: readonly Peer[];
  /** Paragraph below the table: what must be known of the figures. */
  readonly remarks: string;
  /** Why it cannot be run as the program is; null: it can. */
  readonly pending: string | null;
  /** @param made where images that are made here go; the same ones at every run */
  readonly images: (data: string, made: string) => Promise<Images>;
  readonly splits: (images: Images, data: string) => readonly Split[] | Promise<readonly Split[]>;
  readonly examine: ((examined: Examined) => Promise<readonly Check[]>) | null;
}

/** What most sets are. */
export const usualSet = {
  seeds: [0], patientPattern: null, importOptions: [], trainOptions: [], evaluateOptions: [], labelNames: {}, every: 'none',
  peers: [], remarks: '', pending: null, examine: null,
} as const satisfies Partial<QualitySet>;
