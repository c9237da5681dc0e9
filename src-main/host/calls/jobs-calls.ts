import { calls, type Answers, type HostParts } from './host-parts.ts';

export function jobsCalls({ session, jobs, changes }: HostParts): Answers<'jobs'> {
  const os = calls.jobs;
  return {
    list: os.list.handler(() => jobs.list(session.held())),
    get: os.get.handler(({ input }) => jobs.get(session.held(), input.id)),
    reports: os.reports.handler(({ input }) => [...jobs.reports(session.held(), input.id)]),
    cancel: os.cancel.handler(({ input }) => { jobs.cancel(input.id); return {}; }),
    pause: os.pause.handler(({ input }) => { jobs.pause(input.id); return {}; }),
    events: os.events.handler(({ input }) => changes.follow(input.after)),
  };
}
