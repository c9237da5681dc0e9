// npm run setup [-- --gpu | --cpu]: makes a fresh clone ready to run.
import { checkout } from './setup/checkout.mjs';
import { SetUpFailure, failures, fill } from './setup/sentences.mjs';
import { exitCodeOf, setUp } from './setup/set-up.mjs';

const flavours = /** @type {const} */ ({ '--gpu': 'gpu', '--cpu': 'cpu' });

process.exitCode = await exitCodeOf(async () => {
  const options = process.argv.slice(2);
  const unknown = options.find((option) => !(option in flavours));
  if (unknown) throw new SetUpFailure(fill(failures.wrongOption, { option: unknown }));
  const chosen = /** @type {keyof typeof flavours | undefined} */ (options.at(-1));
  await setUp(checkout, { retry: true, forWindow: true, ...(chosen ? { flavour: flavours[chosen] } : {}) });
  return 0;
});
