import { calls, type Answers, type HostParts } from './host-parts.ts';
import { quiet } from './start-job.ts';

export function systemCalls({ version, engine, log }: HostParts): Answers<'system'> {
  const os = calls.system;
  return {
    version: os.version.handler(() => ({ version, protocol: 1 as const })),
    doctor: os.doctor.handler(async () => {
      const { examineMachine } = await import('../../use-cases/examine-machine.ts');
      return examineMachine({
        version, engine, log: log.write,
        sqliteVersion: async () => (await import('../../store/sqlite-version.ts')).sqliteVersion(),
      });
    }),
    writeExample: os.writeExample.handler(async ({ input, signal }) => {
      const { writeExample } = await import('../../use-cases/write-example.ts');
      return writeExample(input, quiet(signal));
    }),
  };
}
