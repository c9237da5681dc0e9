/** What the command line says of trainings that stopped short, and which one it takes up. */
import type { Job } from '#shared/contract/jobs.ts';
import type { KeptTraining } from '#shared/contract/training.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { Client } from './connect.ts';

const texts = {
  kept: {
    en: 'The training is kept as it was after step {step} of {steps}. Go on: lamina train {project} --resume {id}. Discard: lamina trainings {project} --discard {id}.',
    'zh-CN': '训练已保留到第 {step}/{steps} 步。继续：lamina train {project} --resume {id}。放弃：lamina trainings {project} --discard {id}。',
  },
  unfinished: {
    en: 'This project has an unfinished training (step {step} of {steps}), which stays as it is; --resume goes on with it.',
    'zh-CN': '此项目有一个未完成的训练（第 {step}/{steps} 步），将保持不变；使用 --resume 可继续它。',
  },
  nothingToResume: {
    en: 'This project has no unfinished training; leave --resume out to begin one.',
    'zh-CN': '此项目没有未完成的训练；省略 --resume 即可开始新的训练。',
  },
} as const;

/** @param project as the person wrote it */
export function howToGoOn(project: string): (job: Pick<Job, 'result'>) => Sentence {
  const quoted = /\s/.test(project) ? JSON.stringify(project) : project;
  return ({ result }) => {
    const { training: id, step, steps } = result as KeptTraining;
    return fill(texts.kept, { step, steps: steps ?? '–', project: quoted, id });
  };
}

/** The named one, else the newest. @throws UserFacingError `not-found` where there is none */
export async function trainingToResume(client: Client, id: string | null): Promise<string> {
  if (id !== null) return id;
  const [newest] = await client.training.unfinished();
  if (newest === undefined) throw failure('not-found', texts.nothingToResume, {});
  return newest.id;
}

/** For who begins another one; null where there is none. */
export async function unfinishedNote(client: Client): Promise<Sentence | null> {
  const [newest] = await client.training.unfinished();
  return newest === undefined ? null : fill(texts.unfinished, { step: newest.step, steps: newest.steps ?? '–' });
}
