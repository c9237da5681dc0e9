import type { ProjectStore } from '../store/project-store.ts';

/** @returns what it is, and the minute; with a number where a model of the project is called that already */
export function nameModel(store: Pick<ProjectStore, 'models'>, what: string, now = new Date()): string {
  const name = `${what} ${now.toISOString().slice(0, 16).replace('T', ' ')}`;
  const taken = new Set(store.models.list().map((model) => model.name));
  let distinct = name;
  for (let time = 2; taken.has(distinct); time += 1) distinct = `${name} (${time})`;
  return distinct;
}
