/** What this machine can do, and what is missing: the answer to `lamina doctor`. */
import { availableParallelism, freemem, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { DoctorReport } from '#shared/contract/system.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { examineDesktop } from '../desktop/examine-desktop.ts';
import type { Engine } from '../engine-client/engine.ts';
import type { EngineDescription } from '../engine-client/protocol.ts';
import { doctorSentences } from './doctor-sentences.ts';

export interface Examination {
  readonly version: string;
  readonly engine: Engine;
  /** Loads SQLite and tells its version. @throws where it cannot be loaded */
  readonly sqliteVersion: () => Promise<string>;
  /** Given what a person need not see. */
  readonly log: (what: string, error: unknown) => void;
}

type Check = DoctorReport['checks'][number];

/** The folder that holds `node_modules`. */
const productRoot = fileURLToPath(new URL('../..', import.meta.url));

const gibibyte = 2 ** 30;
/** Below this the default network's training has no room beside the rest of the system. */
const fewestGibibytes = 4;

export async function examineMachine({ version, engine, sqliteVersion, log }: Examination): Promise<DoctorReport> {
  const { engine: description, check } = await examineEngine(engine, log);
  const checks: Check[] = [
    { name: 'Node', state: 'good', finding: plain(`${process.version}, ${process.platform} ${process.arch}`) },
    check,
    memoryCheck(totalmem(), freemem()),
    { name: 'CPU', state: 'good', finding: fill(doctorSentences.cores, { cores: availableParallelism() }) },
    await databaseCheck(sqliteVersion, log),
    ...examineDesktop(productRoot),
  ];
  return { version, checks, engine: description, ok: checks.every(({ state }) => state !== 'missing') };
}

async function examineEngine(engine: Engine, log: Examination['log']): Promise<{ readonly engine: EngineDescription | null; readonly check: Check }> {
  try {
    const { engine: found } = await engine.run({ kind: 'probe' }, () => {}, new AbortController().signal);
    const { library, version, device, note } = found;
    const what = `TensorFlow ${version}, ${library}, ${device}`;
    const finding = note === null ? plain(what) : { en: `${what}. ${note.en}`, 'zh-CN': `${what}。${note['zh-CN']}` };
    return { engine: found, check: { name: 'TensorFlow', state: library === 'native' && note === null ? 'good' : 'note', finding } };
  } catch (error) {
    log('the engine could not be asked', error);
    const reason = error instanceof UserFacingError ? error.sentence : plain(String(error));
    return {
      engine: null,
      check: {
        name: 'TensorFlow',
        state: 'missing',
        finding: { en: fill(doctorSentences.noEngine, { reason: reason.en }).en, 'zh-CN': fill(doctorSentences.noEngine, { reason: reason['zh-CN'] })['zh-CN'] },
      },
    };
  }
}

function memoryCheck(total: number, free: number): Check {
  const values = { total: (total / gibibyte).toFixed(1), free: (free / gibibyte).toFixed(1), least: fewestGibibytes };
  const enough = total >= fewestGibibytes * gibibyte;
  return {
    name: 'Memory',
    state: enough ? 'good' : 'note',
    finding: enough ? fill(doctorSentences.memory, values) : fill(doctorSentences.littleMemory, values),
  };
}

async function databaseCheck(sqliteVersion: Examination['sqliteVersion'], log: Examination['log']): Promise<Check> {
  try {
    return { name: 'SQLite', state: 'good', finding: plain(await sqliteVersion()) };
  } catch (error) {
    log('SQLite could not be loaded', error);
    return { name: 'SQLite', state: 'missing', finding: doctorSentences.noDatabase };
  }
}

/** Names and numbers that are the same in every language. */
function plain(text: string): Sentence {
  return fill(doctorSentences.asIs, { text });
}
