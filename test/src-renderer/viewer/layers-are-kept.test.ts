import { expect, it } from 'vitest';
import { stockLayers, type KeptLayer } from '../../../src-renderer/viewer/kept-layers.ts';

/** What stands for a place on the page: it is never looked into. */
const place = (name: string): HTMLElement => ({ id: name }) as HTMLElement;
const nameOf = ({ id }: HTMLElement): string => id;

interface Made extends KeptLayer {
  readonly told: string[];
  lost: boolean;
}

const stock = () => {
  const made: Made[] = [];
  return {
    made,
    layers: stockLayers((container: HTMLElement): Made => {
      const told = [`made in ${nameOf(container)}`];
      const layer = {
        told, lost: false,
        isLost: () => layer.lost,
        setAside: () => { told.push('aside'); },
        showIn: (next: HTMLElement) => { told.push(`in ${nameOf(next)}`); },
        dispose: () => { told.push('gone'); },
      };
      made.push(layer);
      return layer;
    }),
  };
};


it('a layer that a view leaves, emptied, is the next one’s', () => {
  const { made, layers } = stock();
  expect(layers.isUsed).toBe(false);
  layers.leave(layers.take(place('a')));
  expect(layers.take(place('b'))).toBe(made[0]);
  expect(made.map(({ told }) => told)).toEqual([['made in a', 'aside', 'in b']]);
  expect(layers.isUsed).toBe(true);
});

it('what the graphics card took away is not used again, wherever it was then', () => {
  const { made, layers } = stock();
  const [one, other] = [layers.take(place('a')), layers.take(place('a'))];
  one.lost = true;
  layers.leave(one);
  layers.leave(other);
  other.lost = true;
  layers.take(place('b'));
  expect(made.map(({ told }) => told)).toEqual([['made in a', 'gone'], ['made in a', 'aside', 'gone'], ['made in b']]);
});

it('no more are kept than a layout has views: a browser allows few contexts', () => {
  const { made, layers } = stock();
  const taken = [1, 2, 3, 4].map(() => layers.take(place('a')));
  taken.forEach((layer) => layers.leave(layer));
  expect(made.map(({ told }) => told.at(-1))).toEqual(['aside', 'aside', 'aside', 'gone']);
});
