/** What a model is not known to be good for: each sentence follows from a fact of its training or of who judged it. */
import { fewestPatients } from '#shared/learning/who-judges.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import type { KnownOfModel } from './card.ts';
import { limitSentences as say } from './limit-sentences.ts';

export function limitsOf({ model, facts: { snapshot }, validated, tested }: KnownOfModel): Sentence[] {
  const { plan, validationKind } = model;
  const sentences: Sentence[] = [fill(say.labels, { labels: plan.outputs.slice(1).map(({ name }) => name).join(', ') })];
  const spacing = snapshot?.spacingMm ?? null;
  if (spacing === null) sentences.push(fill(say.modalityAlone, { modality: plan.modality }));
  else {
    const { within, between } = spacing;
    const [thin, thick] = [within, between].map(({ low, high }) => [...new Set([low, high].map((mm) => Number(mm.toFixed(2))))].join('–')) as [string, string];
    sentences.push(fill(say.images, { modality: plan.modality, within: thin, between: thick }));
  }
  if (snapshot !== null) {
    const { patients } = snapshot.teaching;
    sentences.push(fill(patients < fewestTaught ? say.fewPatients : say.patients, { patients }));
    if (snapshot.teaching.reviewed < snapshot.teaching.slices) sentences.push(fill(say.unreviewed, { slices: snapshot.teaching.slices - snapshot.teaching.reviewed }));
    if (snapshot.teaching.slices < snapshot.teaching.ofSlices) sentences.push(say.someSlices);
  }
  switch (validationKind) {
    case 'slabs': sentences.push(say.slabs); break;
    case 'none': sentences.push(say.unjudged); break;
    case 'patients': if (validated?.tooFew === true) sentences.push(fill(say.fewJudges, { patients: validated.patients, slices: validated.slices })); break;
  }
  if (validationKind === 'patients') sentences.push(say.validationChose);
  if (tested === null) sentences.push(say.untested);
  else if (tested.tooFew) sentences.push(fill(say.fewTested, { patients: tested.patients, slices: tested.slices }));
  const unseen = (model.tested ?? model.judged)?.labels.filter(({ figures }) => figures.dice.n === 0).map(({ name }) => name) ?? [];
  if (unseen.length > 0) sentences.push(fill(say.unseenLabels, { labels: unseen.join(', ') }));
  sentences.push(say.otherPlaces, say.checked);
  return sentences;
}

/** Below as many as a validation by whole patients needs twice over, what was learnt is of these people. */
const fewestTaught = 2 * fewestPatients;
