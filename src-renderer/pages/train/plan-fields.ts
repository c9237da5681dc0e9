/** The values of a plan that people change, as fields; the rest is in the plan's JSON. Pure. */
import { lossNames, type Plan } from '#shared/learning/plan.ts';
import type { planning as words } from '../../locales/en/planning.ts';
import type { Word } from '../../locales/use-words.ts';

/**
 * `optional`: a number, or nothing. `lengths`: several numbers. `filters`: those of the levels. `axes`: of the patient.
 */
export type PlanField = { readonly path: string; readonly name: Word; readonly hint?: Word } & (
  | { readonly kind: 'number' | 'optional' | 'lengths' | 'filters' | 'switch' | 'axes' }
  | { readonly kind: 'choice'; readonly choices: readonly { readonly value: string; readonly name: Word | null }[] }
);
type Kind = Exclude<PlanField['kind'], 'choice'>;

export type FieldGroup = 'learning' | 'patches' | 'variation' | 'network' | 'prediction';

/** In the order in which they are shown; only what counts for this plan. */
export function planFields({ network, optimiser, patch }: Plan): readonly { readonly group: FieldGroup; readonly fields: readonly PlanField[] }[] {
  return [
    { group: 'learning', fields: [
      { kind: 'choice', path: 'loss', name: 'planning.fields.loss', choices: lossNames.map((value) => ({ value, name: `planning.losses.${value}` })) },
      // Names of methods, in any language.
      { kind: 'choice', path: 'optimiser.kind', name: 'planning.fields.optimiser', choices: ['adam', 'adamw', 'sgd'].map((value) => ({ value, name: null })) },
      field('number', 'optimiser.learningRate', 'learningRate'),
      { kind: 'choice', path: 'optimiser.schedule', name: 'planning.fields.schedule', choices: (['polynomial', 'constant'] as const).map((value) => ({ value, name: `planning.schedules.${value}` })) },
      ...(optimiser.kind === 'sgd' ? [field('number', 'optimiser.momentum', 'momentum')] : []),
      field('number', 'optimiser.weightDecay', 'weightDecay'),
      field('optional', 'optimiser.clipNorm', 'clipNorm'),
      field('optional', 'averageDecay', 'averageDecay', 'averageHint'),
      field('number', 'dropout', 'dropout'),
      field('optional', 'patience', 'patience', 'patienceHint'),
      field('number', 'stepsPerEpoch', 'stepsPerEpoch'),
    ] },
    { group: 'patches', fields: [
      field('lengths', 'patch', 'patch', patch.length === 3 ? 'patchOfVolumes' : 'patchOfSlices'),
      field('number', 'batch', 'batch'),
      field('number', 'microBatch', 'microBatch', 'microBatchHint'),
      field('number', 'foregroundShare', 'foregroundShare', 'foregroundHint'),
    ] },
    { group: 'variation', fields: [
      field('number', 'augmentation.rotationDegrees', 'rotation'),
      field('number', 'augmentation.scale', 'scale'),
      field('number', 'augmentation.elastic', 'elastic'),
      field('axes', 'augmentation.mirrorAxes', 'mirrorAxes'),
      field('number', 'augmentation.gamma', 'gamma'),
      field('number', 'augmentation.brightness', 'brightness'),
      field('number', 'augmentation.contrast', 'contrast'),
      field('number', 'augmentation.noise', 'noise'),
      field('number', 'augmentation.blur', 'blur'),
      field('number', 'augmentation.lowResolution', 'lowResolution'),
    ] },
    { group: 'network', fields: networkFields(network) },
    { group: 'prediction', fields: [field('switch', 'prediction.mirror', 'askMirrored')] },
  ];
}

function networkFields(network: Plan['network']): readonly PlanField[] {
  switch (network.name) {
    case 'unet-classic': return [];
    case 'unet-2d':
    case 'vnet': return [field('lengths', 'network.filters', 'filters', 'filtersHint')];
    case 'unet': return [
      field('filters', 'network.levels', 'filters', 'filtersHint'),
      field('switch', 'network.residual', 'residual'),
      field('switch', 'network.deepSupervision', 'deepSupervision'),
    ];
    case 'fcn-32s':
    case 'fcn-16s':
    case 'fcn-8s': return [field('number', 'network.width', 'width', 'widthHint')];
  }
}

function field(kind: Kind, path: string, name: keyof typeof words.fields, hint?: keyof typeof words.hints): PlanField {
  return { kind, path, name: `planning.fields.${name}`, ...(hint === undefined ? {} : { hint: `planning.hints.${hint}` as const }) };
}
