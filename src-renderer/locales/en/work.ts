/** The pages around the picture: cases, train, export, and what leads to them. */
import { bundles } from './bundles.ts';
import { cases } from './cases.ts';
import { drawing } from './drawing.ts';
import { exporting } from './export.ts';
import { guide } from './guide.ts';
import { images } from './images.ts';
import { insight } from './insight.ts';
import { history } from './history.ts';
import { importing } from './importing.ts';
import { judged } from './judged.ts';
import { keys } from './keys.ts';
import { labels } from './labels.ts';
import { measure } from './measure.ts';
import { menus } from './menus.ts';
import { notes } from './notes.ts';
import { palette } from './palette.ts';
import { pauses } from './pauses.ts';
import { planning } from './planning.ts';
import { projects } from './projects.ts';
import { readings } from './readings.ts';
import { regions } from './regions.ts';
import { review } from './review.ts';
import { rounds } from './rounds.ts';
import { splits } from './splits.ts';
import { train } from './train.ts';
import { volume } from './volume.ts';

export const work = { bundles, rounds, cases, drawing, history, importing, projects, readings, regions, train, review, planning, pauses, judged, splits, exporting, volume, images, insight, keys, labels, measure, notes, menus, palette, guide } as const;
