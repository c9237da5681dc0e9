/** What the page and the thread that computes regions say to each other. */
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { VoxelBox } from '#shared/geometry/voxel-box.ts';
import type { ValueRange } from '#shared/regions/threshold.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import type { LabelBlock } from '../paint-block.ts';
import type { EvolveLabel, SpeedPicture } from './evolve-label.ts';
import type { RangeQuestion } from './limited-threshold.ts';
import type { Operation } from './operation.ts';
import type { PointerOperation } from './pointer-operation.ts';
import type { Preview, RulesOnTheWay } from './preview-block.ts';
import type { RegionScene } from './scene.ts';

/** Without the arrays that the thread has from an earlier request. */
export type SceneOnTheWay = Omit<RegionScene, 'labels' | 'image'> & Partial<Pick<RegionScene, 'labels' | 'image'>>;

export type RegionTask =
  /** @param rules null: nobody wants to see the labels as they would be */
  | { readonly kind: 'operation'; readonly operation: Operation | PointerOperation; readonly rules: RulesOnTheWay | null; readonly iterationsPerLook: number }
  | { readonly kind: 'range'; readonly question: RangeQuestion }
  /** Where the label lies that is worked on. */
  | { readonly kind: 'box' }
  | { readonly kind: 'speed'; readonly operation: EvolveLabel; readonly around: Vec3 };

export type RegionRequest =
  /** Whatever is computed is given up for it. */
  | { readonly kind: 'begin'; readonly id: number; readonly scene: SceneOnTheWay; readonly task: RegionTask }
  | { readonly kind: 'pause' | 'resume' | 'stop' };

/** What an operation would change; a preview where one was asked for, null where the rules leave nothing. */
export interface Outcome {
  readonly block: LabelBlock | null;
  readonly preview: Preview | null;
}

export type RegionAnswer =
  | { readonly id: number; readonly kind: 'progress'; readonly share: number }
  /** Of a contour on its way. */
  | ({ readonly id: number; readonly kind: 'look'; readonly iteration: number; readonly isPaused: boolean } & Outcome)
  | ({ readonly id: number; readonly kind: 'done' } & Outcome)
  | { readonly id: number; readonly kind: 'range'; readonly range: ValueRange | null }
  | { readonly id: number; readonly kind: 'box'; readonly box: VoxelBox | null }
  | { readonly id: number; readonly kind: 'speed'; readonly picture: SpeedPicture }
  /** With a sentence where a person can do something about it. */
  | { readonly id: number; readonly kind: 'failed'; readonly reason: string; readonly sentence: Sentence | null };
