/** The contract's calls, each answered by the file of its subject. Every input is validated on its way in. */
import { ORPCError, type Router } from '@orpc/server';
import type { Contract } from '#shared/contract/contract.ts';
import { callErrors } from '#shared/contract/procedure.ts';
import { actFor } from './acting.ts';
import { agreementCalls } from './calls/agreement-calls.ts';
import { bundlesCalls } from './calls/bundles-calls.ts';
import { casesCalls } from './calls/cases-calls.ts';
import { explanationCalls, qualityCalls } from './calls/explanation-calls.ts';
import { evaluationCalls, exportCalls } from './calls/export-calls.ts';
import { filesCalls } from './calls/files-calls.ts';
import { calls, type HostParts } from './calls/host-parts.ts';
import { jobsCalls } from './calls/jobs-calls.ts';
import { labelsCalls } from './calls/labels-calls.ts';
import { loopCalls } from './calls/loop-calls.ts';
import { measurementsCalls } from './calls/measurements-calls.ts';
import { modelsCalls } from './calls/models-calls.ts';
import { peopleCalls, queueCalls, reviewsCalls, secondReadingsCalls } from './calls/people-calls.ts';
import { projectCalls } from './calls/project-calls.ts';
import { settingsCalls } from './calls/settings-calls.ts';
import { simulationCalls } from './calls/simulation-calls.ts';
import { systemCalls } from './calls/system-calls.ts';
import { predictionsCalls, trainingCalls } from './calls/training-calls.ts';
import { keepBlind } from './keep-blind.ts';
import { plainError } from './plain-error.ts';
import type { CallContext } from './who-calls.ts';

export function createRouter(parts: HostParts): Router<Contract, CallContext> {
  const { session, log } = parts;
  return calls.use(async ({ next, path, context }, input: unknown) => {
    try {
      const person = context.person();
      keepBlind(session.held(), person, path.join('.'), input);
      return await actFor(person, next);
    } catch (error) {
      // What keeps another project from being opened has nothing to do with the one that is open.
      const { code, sentence } = plainError(path[0] === 'project' ? error : session.explain(error), log);
      throw new ORPCError(code, { status: callErrors[code].status, message: sentence.en, data: { sentence } });
    }
  }).router({
    system: systemCalls(parts),
    settings: settingsCalls(parts),
    files: filesCalls(parts),
    project: projectCalls(parts),
    cases: casesCalls(parts),
    labels: labelsCalls(parts),
    measurements: measurementsCalls(parts),
    people: peopleCalls(parts),
    reviews: reviewsCalls(parts),
    queue: queueCalls(parts),
    loop: loopCalls(parts),
    secondReadings: secondReadingsCalls(parts),
    agreement: agreementCalls(parts),
    training: trainingCalls(parts),
    models: modelsCalls(parts),
    predictions: predictionsCalls(parts),
    explanation: explanationCalls(parts),
    quality: qualityCalls(parts),
    export: exportCalls(parts),
    bundles: bundlesCalls(parts),
    evaluation: evaluationCalls(parts),
    simulation: simulationCalls(parts),
    jobs: jobsCalls(parts),
  });
}
