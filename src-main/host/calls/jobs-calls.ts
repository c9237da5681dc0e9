import { eventFor, jobFor, reportsFor } from '../leave-unsaid.ts';
import { calls, type Answers, type HostParts } from './host-parts.ts';

export function jobsCalls({ session, jobs, changes }: HostParts): Answers<'jobs'> {
  const os = calls.jobs;
  return {
    list: os.list.handler(({ context }) => jobs.list(session.held()).map((job) => jobFor(session.held(), context.person(), job, jobs.startedBy))),
    get: os.get.handler(({ input, context }) => jobFor(session.held(), context.person(), jobs.get(session.held(), input.id), jobs.startedBy)),
    reports: os.reports.handler(({ input, context }) => reportsFor(session.held(), context.person(), jobs.reports(session.held(), input.id))),
    cancel: os.cancel.handler(({ input }) => { jobs.cancel(input.id); return {}; }),
    pause: os.pause.handler(({ input }) => { jobs.pause(input.id); return {}; }),
    events: os.events.handler(({ input, context }) => changes.follow(input.after, (event) => eventFor(session.held(), context.person(), event, jobs.startedBy))),
  };
}
