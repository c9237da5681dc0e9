/** Prepares what the volume is drawn from whenever image, preset or window change: the 8-bit copy, made between frames. */
import { composeAffines, indexToWorld, invertAffine } from '#shared/geometry/affine.ts';
import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { sampleValues } from '#shared/voxels/grey-statistics.ts';
import type { RenderingPreset } from '#shared/voxels/rendering-presets.ts';
import type { GreyWindow, ViewedImage } from '../slice-view.ts';
import { inSlices } from '../in-slices.ts';
import type { SeenVolume } from './pick-volume.ts';
import { reducedVolume, type ReducedVolume } from './reduced-volume.ts';
import { opacityTable, resolvedPreset, throughWindow, type ResolvedPreset } from './volume-presets.ts';

export interface RenderedVolume {
  readonly volume: ReducedVolume;
  readonly preset: ResolvedPreset;
}

export interface VolumePreparation {
  /** The last that was made; null while there is none. */
  readonly present: RenderedVolume | null;
  /** @param shift of the preset's values, in shares of their width */
  set(image: ViewedImage | null, preset: RenderingPreset | null, window: GreyWindow, shift: number): void;
  dispose(): void;
}

/** While somebody drags a window nothing is made: a copy of a large image takes a third of a second. */
const restMs = 150;

/** @param changed told when `present` is another one */
export function prepareVolumes(changed: () => void): VolumePreparation {
  let present: RenderedVolume | null = null;
  let source: ViewedImage | null = null;
  let sample: Float64Array | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let giveUp = (): void => undefined;

  const forget = (): void => {
    if (present === null) return;
    present = null;
    changed();
  };

  const make = (image: ViewedImage, preset: ResolvedPreset): void => {
    giveUp = inSlices(reducedVolume(image, preset.window, preset.of), (volume) => {
      present = { volume, preset };
      changed();
    });
  };

  return {
    get present() {
      return present;
    },
    set(image, name, window, shift) {
      clearTimeout(timer);
      giveUp();
      if (image !== source) {
        source = image;
        sample = null;
        forget();
      }
      if (image === null || name === null) {
        forget();
        return;
      }
      sample ??= sampleValues(image.voxels, image.slope, image.intercept);
      const preset = resolvedPreset(name, sample.length === 0 ? Float64Array.of(0) : sample, window, shift);
      if (present !== null && isSameCopy(present.preset, preset)) {
        present = { volume: present.volume, preset };
        changed();
      } else if (present !== null && present.preset.blending === preset.blending) {
        if (preset.blending === 'composite') {
          // At once, as far as the copy has the values; as fine as they can be when the hand rests.
          present = { volume: present.volume, preset: throughWindow(preset, present.preset.window) };
          changed();
        }
        timer = setTimeout(() => make(image, preset), restMs);
      } else {
        make(image, preset);
      }
    },
    dispose() {
      clearTimeout(timer);
      giveUp();
      present = null;
    },
  };
}

function isSameCopy(a: ResolvedPreset, b: ResolvedPreset): boolean {
  return a.of === b.of && a.window.centre === b.window.centre && a.window.width === b.window.width;
}

/** The volume as a ray meets it. @param cropping in voxels of the image */
export function asSeen({ volume, preset }: RenderedVolume, image: ViewedImage, cropping: VoxelBox | null): SeenVolume {
  const toCopy = composeAffines(invertAffine(volume.affine), image.geometry.affine);
  const half = (place: Vec3, by: number): Vec3 => [place[0] + by, place[1] + by, place[2] + by];
  const { first, last } = cropping ?? { first: [0, 0, 0] as const, last: image.geometry.size.map((count) => count - 1) as unknown as Vec3 };
  return {
    volume,
    opacities: preset.blending === 'largest' ? null : opacityTable(preset.points),
    bounds: [indexToWorld(toCopy, half(first, -0.5)), indexToWorld(toCopy, half(last, 0.5))],
  };
}
