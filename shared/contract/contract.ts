/**
 * Every call and every event between the host and whoever uses it: the window, the command line, a
 * script. Knows neither side. A new call is one entry here and one line in the host's router.
 */
import { agreementContract } from './agreement.ts';
import { bundlesContract } from './bundles.ts';
import { casesContract } from './cases.ts';
import { evaluationContract } from './evaluation.ts';
import { explanationContract, qualityContract } from './explanation.ts';
import { exportContract } from './export.ts';
import { filesContract } from './files.ts';
import { jobsContract } from './jobs.ts';
import { labelsContract } from './labels.ts';
import { loopContract } from './loop.ts';
import { measurementsContract } from './measurements.ts';
import { modelsContract } from './models.ts';
import { peopleContract } from './people.ts';
import { projectContract } from './project.ts';
import { queueContract } from './queue.ts';
import { reviewsContract } from './reviews.ts';
import { secondReadingsContract } from './second-readings.ts';
import { settingsContract } from './settings.ts';
import { simulationContract } from './simulation.ts';
import { systemContract } from './system.ts';
import { predictionsContract, trainingContract } from './training.ts';

export const contract = {
  system: systemContract,
  settings: settingsContract,
  files: filesContract,
  project: projectContract,
  cases: casesContract,
  labels: labelsContract,
  measurements: measurementsContract,
  people: peopleContract,
  reviews: reviewsContract,
  queue: queueContract,
  loop: loopContract,
  secondReadings: secondReadingsContract,
  agreement: agreementContract,
  training: trainingContract,
  models: modelsContract,
  predictions: predictionsContract,
  explanation: explanationContract,
  quality: qualityContract,
  export: exportContract,
  bundles: bundlesContract,
  evaluation: evaluationContract,
  simulation: simulationContract,
  jobs: jobsContract,
};
export type Contract = typeof contract;
