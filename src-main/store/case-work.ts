/** What people leave on a case beside labels: measurements and notes. */
import type { AreaStatistics } from '#shared/measurements/area-statistics.ts';
import type { MeasuredPlane, MeasuredShape } from '#shared/measurements/measure.ts';

/** What a measurement says; positions are LPS mm. */
export interface MeasurementContent extends MeasuredShape {
  readonly imageId: string;
  /** That it was drawn on; null where it was drawn in space. */
  readonly plane: MeasuredPlane | null;
  readonly text: string;
  readonly labelIndex: number | null;
  readonly colour: string | null;
  /** Of the image within an area. */
  readonly statistics: AreaStatistics | null;
}

export interface MeasurementRecord extends MeasurementContent {
  readonly id: string;
  readonly caseId: string;
  readonly removed: boolean;
  readonly author: string;
  readonly madeAt: string;
  /** Who wrote this state of it, and when. */
  readonly changedBy: string;
  readonly changedAt: string;
}

export interface NoteRecord {
  readonly text: string;
  readonly annotator: string;
  readonly at: string;
}
