import { expect, it } from 'vitest';
import { makeLearner } from '#main/engine/make-learner.ts';
import { startingWeights } from '#main/engine/networks/starting-weights.ts';
import { native } from '#main/engine/tensorflow.ts';
import { lossesOf, network, teachings } from './teachings.ts';

// Where a variable takes the memory of an array for its own, a thread of the library lets go of it, and the process dies of it before long.
it.skipIf(native === null)('a learner that is set back thousands of times lives, and goes on as the first time', async () => {
  const [, plan, inParts] = teachings[2]!;
  const learner = makeLearner(network, plan, startingWeights(network.parameters, 1));
  await lossesOf(learner, inParts, 0, 1);
  const state = learner.state();
  const goesOn = await lossesOf(learner, inParts, 1, 3);
  for (let times = 0; times < 4000; times += 1) learner.restore(state, 1);
  expect(await lossesOf(learner, inParts, 1, 3)).toEqual(goesOn);
  learner.dispose();
});
