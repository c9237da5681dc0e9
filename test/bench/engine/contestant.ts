/** Our side: a process that does what it is told on its input, and says how long each step took. */
import { createInterface } from 'node:readline';
import { learnAgain, predictAgain } from './learn-work.ts';
import { segmentAgain } from './segment-work.ts';
import { teachOn } from './teach-work.ts';
import type { Answer, Request, Work } from './work.ts';

interface Worker {
  step(): Promise<void>;
  dispose?(): Promise<void>;
}

async function begin(work: Work): Promise<Worker> {
  switch (work.kind) {
    case 'learn': return { step: learnAgain(work) };
    case 'predict': return { step: predictAgain(work) };
    case 'segment': return { step: segmentAgain(work) };
    case 'teach': return teachOn(work);
  }
}

async function steps(worker: Worker, count: number): Promise<Omit<Answer, 'peakMegabytes'>> {
  const ms: number[] = [];
  const computingMs: number[] = [];
  for (let step = 0; step < count; step++) {
    const [began, used] = [performance.now(), process.cpuUsage()];
    await worker.step();
    const { user, system } = process.cpuUsage(used);
    ms.push(performance.now() - began);
    computingMs.push((user + system) / 1000);
  }
  return { ms, computingMs };
}

let worker: Worker | null = null;
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as Request;
  let done: Omit<Answer, 'peakMegabytes'> = { ms: [], computingMs: [] };
  if (request.do === 'begin') worker = await begin(request.work);
  else if (worker !== null) done = await steps(worker, request.count);
  const answer: Answer = { ...done, peakMegabytes: process.resourceUsage().maxRSS / 1024 };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await worker?.dispose?.();
process.exit(0);
