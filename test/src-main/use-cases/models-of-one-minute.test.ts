import { expect, it } from 'vitest';
import { nameModel } from '#main/use-cases/name-model.ts';

it('models that are trained within one minute are told apart by their names, also where one was renamed', () => {
  const names: string[] = ['unet-2d 2026-03-04 05:06 (2)'];
  const store = { models: { list: () => names.map((name) => ({ name })) } } as never;
  const named = (): string => nameModel(store, 'unet-2d', new Date('2026-03-04T05:06:59.999Z'));
  for (let time = 0; time < 3; time += 1) names.push(named());
  expect(names.slice(1)).toEqual(['unet-2d 2026-03-04 05:06', 'unet-2d 2026-03-04 05:06 (3)', 'unet-2d 2026-03-04 05:06 (4)']);
});
