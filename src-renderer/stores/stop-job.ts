/** Ends work that runs; asks first where all of it would be lost. */
import type { Job } from '#shared/contract/jobs.ts';
import { client } from '../connection/client.ts';
import { useConfirmation } from './confirmation.ts';
import { useToasts } from './toasts.ts';

export async function stopJob(job: Job): Promise<void> {
  const sure = job.kind !== 'train' || job.state === 'queued'
    || await useConfirmation().ask({ title: 'train.stopTitle', text: 'train.stopText', act: 'train.stop', stay: 'train.goOn' });
  if (!sure) return;
  try {
    await client.jobs.cancel({ id: job.id });
  } catch (error) {
    useToasts().failed(error);
  }
}
