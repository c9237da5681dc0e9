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

export interface MeasurementStore {
  /** Those that were not removed, oldest first. */
  ofCase(caseId: string): readonly MeasurementRecord[];
  /** Also a removed one. @throws UserFacingError `not-found` */
  get(id: string): MeasurementRecord;
  /** @param id made by the client. The same once more writes nothing more. @throws UserFacingError `not-found`; `conflict` where the id says something else */
  add(caseId: string, content: MeasurementContent, annotator: string, id?: string): MeasurementRecord;
  /** Brings a removed one back. @throws UserFacingError `not-found` */
  change(id: string, content: MeasurementContent, annotator: string): MeasurementRecord;
  remove(id: string, annotator: string): void;
  /** Every state that it had, oldest first. */
  history(id: string): readonly MeasurementRecord[];
}

export interface NoteStore {
  /** Of a case; empty where there is none. */
  text(caseId: string): string;
  write(caseId: string, text: string, annotator: string): void;
  /** Every text that it had, oldest first. */
  history(caseId: string): readonly NoteRecord[];
}
