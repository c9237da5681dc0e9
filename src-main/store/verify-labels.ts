/** The label table against the events that made it. How labels look leaves no event, and is not looked at. */
import { fill } from '#shared/text/sentence.ts';
import type { Session } from './session.ts';
import { wrong, type Finding } from './verify-finding.ts';
import { labelSentences as say } from './verify-sentences.ts';
import { differences, differenceSentence, retell, toldEvents } from './verify-told.ts';

interface Label {
  readonly index: number;
  readonly uuid: string;
  readonly value: number;
  readonly name: string;
  readonly colour: string;
  readonly code: string | null;
  readonly locked: boolean;
  readonly place: number | null;
  readonly removed: boolean;
}

type Row = Omit<Label, 'locked' | 'removed'> & { readonly locked: number; readonly removedAt: string | null };

export function inspectLabels({ database }: Session): Finding[] {
  const told = new Map<number, Label>();
  const change = (index: number, changed: Partial<Label>): void => {
    const before = told.get(index);
    if (before === undefined) throw new Error(`no label ${index}`);
    told.set(index, { ...before, ...changed });
  };
  const kinds = ['label-added', 'label-changed', 'labels-ordered', 'label-removed', 'label-restored'];
  const found = retell(toldEvents(database, kinds), ({ kind, payload }) => {
    const { index } = payload as { index: number };
    switch (kind) {
      case 'label-added': {
        const { uuid, value, name, colour, code, locked } = payload as Label;
        told.set(index, { index, uuid, value, name, colour, code, locked, place: null, removed: false });
        break;
      }
      case 'label-changed': {
        const { name, colour, code, locked } = payload as Label;
        change(index, { name, colour, code, locked });
        break;
      }
      case 'labels-ordered':
        for (const [at, one] of (payload as { indices: number[] }).indices.entries()) change(one, { place: at + 1 });
        break;
      case 'label-removed': change(index, { removed: true, place: null }); break;
      default: change(index, { removed: false });
    }
  });
  const rows = database.prepare<[], Row>('SELECT label_index AS "index", uuid, value, name, colour, code, locked, place, removed_at AS removedAt FROM label').all();
  for (const { locked, removedAt, ...row } of rows) {
    const { index, name } = row;
    const then = told.get(index);
    told.delete(index);
    if (then === undefined) {
      found.push(wrong('label', fill(say.stray, { name, index })));
      continue;
    }
    const now: Label = { ...row, locked: locked !== 0, removed: removedAt !== null };
    const what = fill(say.label, { name: then.name, index });
    for (const one of differences(say.aspects, { ...now }, { ...then })) found.push(wrong('label', differenceSentence(what, one)));
  }
  // One that nothing ever named went with its row.
  for (const { index, name, removed } of told.values()) if (!removed) found.push(wrong('label', fill(say.gone, { name, index })));
  return found;
}
