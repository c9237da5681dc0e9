/** Who works on the project, and what they do with slices beside drawing. */
import type { Pin } from '#shared/contract/reviews.ts';
import type { SecondReading } from '#shared/contract/second-readings.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import { calls, type Answers, type HostParts } from './host-parts.ts';

export function peopleCalls({ session, changes }: HostParts): Answers<'people'> {
  const os = calls.people;
  return {
    list: os.list.handler(() => [...session.required().people.list()]),
    current: os.current.handler(({ context }) => ({ name: context.person() })),
    signIn: os.signIn.handler(({ input }) => {
      const signedIn = session.required().people.add(input.name);
      changes.publish({ kind: 'people' });
      return signedIn;
    }),
  };
}

export function reviewsCalls({ session, changes }: HostParts): Answers<'reviews'> {
  const os = calls.reviews;
  const standings = (store: ProjectStore, labelmapId: string) => ({ slices: [...store.reviews.standings(labelmapId)] });
  const told = (store: ProjectStore, labelmapId: string) => {
    changes.publish({ kind: 'reviews', labelmapId });
    return standings(store, labelmapId);
  };
  const toldPin = (pin: unknown): Pin => {
    changes.publish({ kind: 'reviews', labelmapId: (pin as Pin).labelmapId });
    return pin as Pin;
  };
  return {
    list: os.list.handler(async ({ input, context }) => {
      const { reviewList } = await import('../../use-cases/review-list.ts');
      return [...await reviewList(session.required(), context.person(), input.caseId)];
    }),
    volumes: os.volumes.handler(async ({ input, context }) => {
      const { compareVolumes } = await import('../../use-cases/compare-volumes.ts');
      return compareVolumes(session.required(), input.labelmapId, context.person());
    }),
    states: os.states.handler(({ input }) => standings(session.required(), input.labelmapId)),
    accept: os.accept.handler(({ input: { labelmapId, slices }, context }) => {
      const store = session.required();
      store.reviews.accept(labelmapId, slices, context.person());
      return told(store, labelmapId);
    }),
    return: os.return.handler(({ input: { labelmapId, slices, comment, pins }, context }) => {
      const store = session.required();
      store.reviews.giveBack(labelmapId, slices, { comment, pins }, context.person());
      return told(store, labelmapId);
    }),
    pins: os.pins.handler(({ input }) => session.required().pins.ofLabelmap(input.labelmapId) as unknown as Pin[]),
    openPins: os.openPins.handler(({ context }) => session.required().pins.openFor(context.person()) as unknown as Pin[]),
    addPin: os.addPin.handler(({ input: { labelmapId, ...pin }, context }) => toldPin(session.required().pins.add(labelmapId, pin, context.person()))),
    answerPin: os.answerPin.handler(({ input: { id, ...said }, context }) => toldPin(session.required().pins.answer(id, said, context.person()))),
  };
}

export function queueCalls({ session, changes }: HostParts): Answers<'queue'> {
  const os = calls.queue;
  const queue = (): ProjectStore['queue'] => session.required().queue;
  const told = <Answer>(answer: Answer): Answer => {
    changes.publish({ kind: 'queue' });
    return answer;
  };
  return {
    next: os.next.handler(({ context }) => told(queue().next(context.person()))),
    renew: os.renew.handler(({ input, context }) => queue().renew(input.id, context.person())),
    skip: os.skip.handler(({ input, context }) => { queue().skip(input.id, context.person()); return told({}); }),
    release: os.release.handler(({ input, context }) => { queue().release(input.id, context.person()); return told({}); }),
    nothingHere: os.nothingHere.handler(({ input, context }) => {
      const store = session.required();
      const labelmapId = store.queue.nothingHere(input.id, context.person());
      changes.publish({ kind: 'reviews', labelmapId });
      return told({ labelmapId, completeSlices: [...store.reviews.completeSlices(labelmapId)] } as never);
    }),
    state: os.state.handler(({ context }) => queue().state(context.person())),
  };
}

export function secondReadingsCalls({ session, changes }: HostParts): Answers<'secondReadings'> {
  const os = calls.secondReadings;
  /** Of what a person is reading blind they are told of their own reading alone. */
  const list = ({ secondReadings }: ProjectStore, person: string): SecondReading[] => {
    const blind = secondReadings.blindCases(person);
    return secondReadings.list().filter(({ caseId, annotator }) => !blind.has(caseId) || annotator === person) as unknown as SecondReading[];
  };
  return {
    list: os.list.handler(({ context }) => list(session.required(), context.person())),
    plan: os.plan.handler(({ input: { caseId, slices, annotator }, context }) => {
      const { people, secondReadings } = session.required();
      const planned = secondReadings.plan(caseId, slices, people.add(annotator).name, context.person());
      changes.publish({ kind: 'cases' });
      return planned as unknown as SecondReading;
    }),
    finish: os.finish.handler(({ input, context }) => {
      const finished = session.required().secondReadings.finish(input.id, context.person());
      changes.publish({ kind: 'cases' });
      return finished as unknown as SecondReading;
    }),
    cancel: os.cancel.handler(({ input, context }) => {
      const withdrawn = session.required().secondReadings.cancel(input.id, context.person());
      changes.publish({ kind: 'cases' });
      return withdrawn as unknown as SecondReading;
    }),
  };
}
