/** A model's probabilities held against the patients that judged it, and the temperature that makes them as sure as it is right. */
import type { Sentence } from '../../text/sentence.ts';
import { tallyCalibration, type Reliability } from './calibration.ts';
import { calibrationSentences } from './calibration-sentences.ts';
import { fitTemperature } from './temperature.ts';
import { sampleVoxels, type VoxelSample } from './voxel-sample.ts';

export interface ModelCalibration {
  readonly patients: number;
  /** By which probabilities that are shown are tempered; null: they are shown as the network gives them, and `notes` say why. */
  readonly temperature: number | null;
  /** As the network gives them: of all voxels, and of those where it takes foreground for possible. */
  readonly before: { readonly all: Reliability; readonly foreground: Reliability };
  /** Over the same voxels, each patient's tempered by what the others came to; null where no temperature was fitted. */
  readonly after: { readonly foreground: Reliability } | null;
  readonly notes: readonly Sentence[];
}

export interface Calibrator {
  /** As `CalibrationTally.add`, of one of the patients. @throws RangeError as there, or for another patient */
  add(patient: string, probabilities: Float32Array, reference: Uint8Array, counts: Uint8Array | null): void;
  /** Null where nothing was added that counts. */
  result(): ModelCalibration | null;
}

/** A temperature is fitted for each patient that is left out: so many voxels × outputs × patients take about two seconds. */
const affordable = 4e6;
const mostVoxels = 60_000;

/**
 * Patients weigh alike as far as they have as many voxels where foreground is possible. A temperature that is told by the patients
 * that it was fitted to would look better than it is: each patient is tempered by the others' (leave-one-out).
 * @param patients whoever judges
 * @param apart whether they are other people than those that taught; slabs of the same people look surer than a new scan
 */
export function calibrateModel(outputs: number, patients: readonly string[], apart: boolean, seed: number): Calibrator {
  const size = Math.max(100, Math.floor(Math.min(mostVoxels, affordable / (outputs * Math.max(1, patients.length))) / Math.max(1, patients.length)));
  const samplers = new Map(patients.map((patient, place) => [patient, sampleVoxels(outputs, seed + place, size)]));
  const everywhere = tallyCalibration(outputs);
  return {
    add(patient, probabilities, reference, counts) {
      const sampler = samplers.get(patient);
      if (sampler === undefined) throw new RangeError(`${patient} does not judge`);
      everywhere.add(probabilities, reference, counts);
      sampler.add(probabilities, reference, counts);
    },
    result() {
      const { all } = everywhere.result();
      if (all.voxels === 0) return null;
      const samples = [...samplers.values()].map((sampler) => sampler.sample()).filter(({ reference }) => reference.length > 0);
      const before = { all, foreground: reliabilityOf(samples.map((sample) => [sample, 1])) };
      const untempered = (note: Sentence): ModelCalibration => ({ patients: patients.length, temperature: null, before, after: null, notes: [note] });
      if (!apart) return untempered(calibrationSentences.slabs);
      if (samples.length < 2) return untempered(calibrationSentences.tooFewPatients);
      const fitted = fitTemperature(joined(samples));
      if (fitted === null || fitted.atLimit) return untempered(calibrationSentences.atLimit);
      const others = samples.map((sample) => [sample, fitTemperature(joined(samples.filter((one) => one !== sample)))?.temperature ?? 1] as const);
      return { patients: patients.length, temperature: fitted.temperature, before, after: { foreground: reliabilityOf(others) }, notes: [] };
    },
  };
}

/** Of several trainings whose patients are different ones, as of a cross-validation: what each says of its own patients, together. */
export function poolCalibrations(members: readonly (ModelCalibration | null)[]): ModelCalibration | null {
  const known = members.filter((one) => one !== null);
  if (known.length === 0) return null;
  return {
    patients: known.reduce((sum, { patients }) => sum + patients, 0),
    temperature: null, after: null,
    before: { all: poolReliability(known.map(({ before }) => before.all)), foreground: poolReliability(known.map(({ before }) => before.foreground)) },
    notes: [calibrationSentences.ofMembers],
  };
}

function poolReliability(parts: readonly Reliability[]): Reliability {
  const voxels = parts.reduce((sum, part) => sum + part.voxels, 0);
  const bins = (parts[0]?.bins ?? []).map(({ from, to }, bin) => {
    const own = parts.map((part) => part.bins[bin]).filter((one) => one !== undefined);
    const count = own.reduce((sum, one) => sum + one.voxels, 0);
    const mean = (of: 'confidence' | 'accuracy'): number | null => (count === 0 ? null : own.reduce((sum, one) => sum + one.voxels * (one[of] ?? 0), 0) / count);
    return { from, to, voxels: count, confidence: mean('confidence'), accuracy: mean('accuracy') };
  });
  const off = bins.reduce((sum, { voxels: count, confidence, accuracy }) => sum + count * Math.abs((accuracy ?? 0) - (confidence ?? 0)), 0);
  return { voxels, error: voxels === 0 ? null : off / voxels, bins };
}

/** Of samples, each tempered by its own temperature. */
function reliabilityOf(samples: readonly (readonly [sample: VoxelSample, temperature: number])[]): Reliability {
  return poolReliability(samples.length === 0 ? [tallyCalibration(2).result().foreground] : samples.map(([{ outputs, scores, reference }, temperature]) => {
    const tally = tallyCalibration(outputs, temperature);
    tally.add(scores.map((score) => Math.exp(score)), reference, null);
    return tally.result().foreground;
  }));
}

function joined(samples: readonly VoxelSample[]): VoxelSample {
  const scores = new Float32Array(samples.reduce((sum, sample) => sum + sample.scores.length, 0));
  const reference = new Uint8Array(samples.reduce((sum, sample) => sum + sample.reference.length, 0));
  let [toScore, toVoxel] = [0, 0];
  for (const sample of samples) {
    scores.set(sample.scores, toScore);
    reference.set(sample.reference, toVoxel);
    toScore += sample.scores.length;
    toVoxel += sample.reference.length;
  }
  return { outputs: samples[0]?.outputs ?? 0, scores, reference };
}
