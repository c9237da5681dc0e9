import { cases } from './cases.ts';
import { exporting } from './export.ts';
import { importing } from './importing.ts';
import { judged } from './judged.ts';
import { keys } from './keys.ts';
import { pauses } from './pauses.ts';
import { planning } from './planning.ts';
import { projects } from './projects.ts';
import { splits } from './splits.ts';
import { train } from './train.ts';
import { volume } from './volume.ts';

export const work = { cases, importing, projects, train, planning, pauses, judged, splits, exporting, volume, keys };
