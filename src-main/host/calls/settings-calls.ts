import { calls, type Answers, type HostParts } from './host-parts.ts';

export function settingsCalls({ settings, session }: HostParts): Answers<'settings'> {
  const os = calls.settings;
  return {
    get: os.get.handler(() => settings.get()),
    change: os.change.handler(({ input }) => settings.change(input as Parameters<typeof settings.change>[0])),
    forgetProject: os.forgetProject.handler(({ input }) => settings.forgetProject(input.folder)),
    lastPlace: os.lastPlace.handler(() => settings.lastPlace(session.required().folder)),
    rememberPlace: os.rememberPlace.handler(async ({ input }) => { await settings.rememberPlace(session.required().folder, input); return {}; }),
  };
}
