/**
 * The case on the screen with its voxels: reads the image, opens the person's labelmap for editing and
 * the model's prediction. The arrays stay here, outside of everything that Vue watches.
 */
import { shallowRef, type ShallowRef } from 'vue';
import { axes, spacingMm, voxelCount } from '#shared/geometry/affine.ts';
import { slicePlane, type Display } from '#shared/geometry/slice-plane.ts';
import type { Affine, Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import type { CaseInfo } from '#shared/contract/cases.ts';
import type { LabelmapId } from '#shared/contract/ids.ts';
import type { LabelTable } from '#shared/labels/label-table.ts';
import type { client } from '../../connection/client.ts';
import { heldPerson } from '../../connection/person.ts';
import { createLabelTransport } from '../../connection/label-transport.ts';
import { downloadVoxels, emptyVoxels, fillVoxels } from '../../connection/volume.ts';
import { bytesPerVoxel } from '#shared/voxels/voxel-type.ts';
import { createEditingSession, type EditingListener, type EditingSession } from '../../editing/editing-session.ts';
import type { NamedHelp } from '../../editing/unsent-edits.ts';
import type { GreyWindow, ViewedImage } from '../../viewer/slice-view.ts';
import type { ImageInfo, ShownCase } from './actions.ts';
import type { LoadedMap } from './loaded-map.ts';
import type { EarlierLabels } from './use-looking-back.ts';

/** Whose prediction of a case is shown: this model's, else any; `none`: nobody's, whatever there is. */
export type ShownPrediction = { readonly model: string | null } | 'none';

/** Whose labels of a case are opened. */
export type LabelsOf = 'own' | 'consensus';

export interface OpenCase extends ShownCase {
  readonly viewed: ViewedImage;
  readonly labelmapId: LabelmapId;
  /** The person's own labels, or what readers of the case came to together. */
  readonly of: LabelsOf;
  /** Who works on it, as requests name them; null: the user of this machine. */
  readonly person: string | null;
  readonly session: EditingSession;
  readonly completeSlices: readonly number[];
  /** Tells of every change of the labels. @returns ends it */
  follow(listener: Partial<EditingListener>): () => void;
  /** Replaced whole when a model predicts anew; null where none has. */
  readonly prediction: ShallowRef<Uint8Array | null>;
  /** Who made it: goes along with whatever is painted from it. */
  readonly predictedBy: NamedHelp | undefined;
  /** What a model thinks, voxel by voxel, while it is looked at; replaced where its voxels have changed. */
  readonly map: ShallowRef<LoadedMap | null>;
  /** Labels as a tool would make them, shown in their place; null where nothing waits to be applied. */
  readonly previewed: ShallowRef<Uint8Array | null>;
  /** Outside of it they are as they are drawn; told before them. */
  readonly previewedBox: ShallowRef<VoxelBox | null>;
  /** The labels that this shows, where there are more than the project has; null: the project's. */
  readonly previewedTable: ShallowRef<LabelTable | null>;
  /** Labels as they were, looked at in their place; nothing can be drawn meanwhile. Null: the labels as they are. */
  readonly earlier: ShallowRef<EarlierLabels | null>;
  /** What is looked at in the image's place for a while; null: the image. */
  readonly pictured: ShallowRef<{ readonly viewed: ViewedImage; readonly window: GreyWindow } | null>;
  /** 0–1 while a large image is looked at that is not whole yet, nor are its labels; null once everything is there. */
  readonly reading: ShallowRef<number | null>;
  /** Everything is there. Rejected with what went wrong, or with an AbortError where another case was opened meanwhile. */
  readonly whole: Promise<void>;
  /** Other images of the case, while they are shown: one beside or before this one, and this one at another time. */
  /** Where readers of the case differ, while that is looked at: 0 where they agree, brighter where more of them do not. */
  readonly differences: ShallowRef<Uint8Array | null>;
  readonly images: { readonly second: ShallowRef<ViewedImage | null>; readonly moment: ShallowRef<ViewedImage | null> };
  /** Reads the newest prediction again. */
  loadPrediction(info: CaseInfo, shown: ShownPrediction): Promise<void>;
  /** The labelmap that is read, or was read, as the prediction; null: none is to be shown. */
  readonly wantedPrediction: string | null;
  close(): void;
}

export interface Opening {
  readonly info: CaseInfo;
  /** What the host answers about the labels: the person's own, or another's that are only looked at. */
  readonly opened: ReturnType<typeof client.labels.open>;
  readonly of?: LabelsOf;
  readonly predictionOf: ShownPrediction;
  readonly readOnly: boolean;
  /** Asked whenever the planes are. */
  readonly display: () => Display;
  readonly signal: AbortSignal;
  readonly progress: (share: number) => void;
  /** The slice along the acquisition axis that will be looked at first; null where another plane will be. */
  readonly firstSlice: (shown: Pick<OpenCase, 'info' | 'planes' | 'completeSlices'>) => Promise<number | null>;
}

/** Images below this are there at once: more would flicker than it would help. */
const shownWhileReadingBytes = 16 * 2 ** 20;
/** Above this they are even where nothing can be shown first, since that is not along their slices. */
const longReadingBytes = 32 * 2 ** 20;
const longestUnseenMs = 500;
/** How often what has come is told, and shown. */
const readingStep = 0.1;

/** @throws UserFacingError as the host answers; AbortError where another case was opened meanwhile */
export async function openCase({ info, opened: asked, of = 'own', predictionOf: shownFirst, readOnly, display, signal, progress, firstSlice }: Opening): Promise<OpenCase> {
  const person = heldPerson();
  const opened = await asked;
  signal.throwIfAborted();
  const image = gridImage(info, opened.labelmapId);
  const count = voxelCount(image.size);
  const transport = createLabelTransport(opened.labelmapId, person);
  const geometry = { size: image.size, affine: image.affine as unknown as Affine };
  // A PNG says nothing of a patient, whatever is assumed of its rows.
  const orientationKnown = image.trust !== 'orientation-unknown' && image.format !== 'png';
  const planesIn = (shown: Display): ShownCase['planes'] =>
    [slicePlane(geometry, axes[0], orientationKnown, shown), slicePlane(geometry, axes[1], orientationKnown, shown), slicePlane(geometry, axes[2], orientationKnown, shown)];
  const planes = { radiological: planesIn('radiological'), neurological: planesIn('neurological') };
  const imageBytes = count * bytesPerVoxel[image.voxelType];
  const slice = imageBytes > shownWhileReadingBytes && info.sliceAxis === 2 ? await firstSlice({ info, planes: planes[display()], completeSlices: opened.completeSlices }) : null;
  const isShownEarly = slice !== null || imageBytes > longReadingBytes;
  const reading = shallowRef<number | null>(isShownEarly ? 0 : null);
  const perSlice = image.size[0] * image.size[1];
  const shown = Promise.withResolvers<void>();
  const first = slice === null ? null : { between: [slice * perSlice, (slice + 1) * perSlice] as const, rest: shown.promise };
  const grey = fillVoxels({
    path: `/volumes/${image.id}`, type: image.voxelType, count, signal,
    progress(share) {
      if (reading.value === null) progress(share);
      else if (share - reading.value >= readingStep) reading.value = share;
    },
  }, first);
  // Where nothing was ever drawn, nothing has to be asked for.
  const drawn = opened.heads.length === 0 ? null : fillVoxels({ path: `/labelmaps/${opened.labelmapId}/voxels`, type: 'uint8', count, signal }, first);
  const labels = drawn?.voxels ?? emptyVoxels(count);
  const arrived = Promise.all([grey.done, drawn?.done]);
  // Waited for below, if at all.
  arrived.catch(() => undefined);
  const [history] = await Promise.all([transport.history(), isShownEarly ? Promise.all([grey.begun, drawn?.begun]) : arrived]);
  const listeners = new Set<Partial<EditingListener>>();
  const session = createEditingSession(
    {
      labelmapId: opened.labelmapId, size: image.size, spacingMm: spacingMm(geometry.affine), sliceAxis: info.sliceAxis,
      heads: opened.heads, labels: labels as Uint8Array, history,
    },
    transport,
    {
      onChanged: (box) => { for (const listener of listeners) listener.onChanged?.(box); },
      onState: (state) => { for (const listener of listeners) listener.onState?.(state); },
      onEdited: (edit) => { for (const listener of listeners) listener.onEdited?.(edit); },
      onRefused: (sentence) => { for (const listener of listeners) listener.onRefused?.(sentence); },
    },
  );
  const prediction = shallowRef<Uint8Array | null>(null);
  const earlier = shallowRef<EarlierLabels | null>(null);
  // Only opening can be called off: a case that was left and is back reads on.
  const firstPrediction = predictionOf(info, shownFirst);
  let wantedPrediction = firstPrediction;
  let predictedBy: NamedHelp | undefined;
  const readPrediction = async (id: string | null, of: CaseInfo, opening?: AbortSignal): Promise<void> => {
    wantedPrediction = id;
    const voxels = id === null ? null : await downloadVoxels({ path: `/labelmaps/${id}/voxels`, type: 'uint8', count, ...(opening ? { signal: opening } : {}) }) as Uint8Array;
    // Another one may be wanted by now.
    if (wantedPrediction !== id) return;
    predictedBy = helpOf(of, id);
    prediction.value = voxels;
  };
  const whole = (async () => {
    await arrived;
    if (wantedPrediction === firstPrediction) await readPrediction(firstPrediction, info, signal);
    if (reading.value === null) return;
    reading.value = null;
    const last = image.size.map((length) => length - 1) as unknown as Vec3;
    for (const listener of listeners) listener.onChanged?.({ first: [0, 0, 0], last });
  })();
  if (isShownEarly) afterNextPictures(shown.resolve);
  else await whole;
  return {
    info, image, reading, whole,
    // What is drawn before the labels are there would be drawn on nothing.
    get readOnly() {
      return readOnly || reading.value !== null || earlier.value !== null;
    },
    get planes() {
      return planes[display()];
    },
    viewed: { voxels: grey.voxels, geometry, slope: image.slope, intercept: image.intercept, orientationKnown },
    labelmapId: opened.labelmapId,
    of,
    person,
    session,
    follow(listener) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
    completeSlices: opened.completeSlices,
    prediction,
    get predictedBy() {
      return predictedBy;
    },
    map: shallowRef(null),
    previewed: shallowRef(null),
    previewedBox: shallowRef(null),
    earlier,
    differences: shallowRef(null),
    images: { second: shallowRef(null), moment: shallowRef(null) },
    previewedTable: shallowRef(null),
    pictured: shallowRef(null),
    get wantedPrediction() {
      return wantedPrediction;
    },
    loadPrediction: (now, shownOf) => readPrediction(predictionOf(now, shownOf), now),
    close: () => session.dispose(),
  };
}

/** Behind what is shown now; where the window is not seen, nothing is shown and nothing waits for it. */
function afterNextPictures(then: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(then));
  setTimeout(then, longestUnseenMs);
}

/** The image whose grid the person's labels lie on; a labelmap that was made just now may not be listed yet. */
function gridImage(info: CaseInfo, labelmapId: string): ImageInfo {
  const known = info.labelmaps.find(({ id }) => id === labelmapId)?.imageId;
  return info.images.find(({ id }) => id === known) ?? info.images[0]!;
}

/** The model's prediction, else any: an older one still saves work. */
export function predictionOf(info: CaseInfo, shown: ShownPrediction): string | null {
  if (shown === 'none') return null;
  const predictions = info.labelmaps.filter(({ owner }) => owner.kind === 'model');
  const active = predictions.find(({ owner }) => owner.kind === 'model' && owner.modelId === shown.model);
  return (active ?? predictions.at(-1))?.id ?? null;
}

/** The model whose labelmap it is, and the edit that it was read as. */
function helpOf(info: CaseInfo, labelmap: string | null): NamedHelp | undefined {
  const owner = info.labelmaps.find(({ id }) => id === labelmap)?.owner;
  return owner?.kind === 'model' ? { model: owner.modelId, prediction: owner.edit ?? null } : undefined;
}
