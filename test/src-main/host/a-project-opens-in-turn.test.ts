import path from 'node:path';
import { expect, it } from 'vitest';
import { createChanges } from '#main/host/changes.ts';
import { createSession } from '#main/host/open-session.ts';
import { createProject } from '#main/store/open-project.ts';
import { temporaryFolder } from '../store/sample-project.ts';

it('what must not meet an opening waits for it, and sees the project', async () => {
  const folder = path.join(await temporaryFolder(), 'study');
  (await createProject(folder)).close();
  const session = createSession(createChanges(), async () => {});
  const opening = session.open(folder);
  expect(session.held()).toBeNull();
  expect((await session.whileNoneOpens(() => session.held()))!.folder).toBe((await opening).folder);
  await session.close();
});
