/** What the settings file holds, and how it changes: values to values, no file access. */
import { z } from 'zod';
import { defaultSettings, lastPlace, settings as settingsSchema, type Settings } from '#shared/contract/settings.ts';

export interface Remembered {
  readonly settings: Settings;
  /** Newest last. */
  readonly places: readonly { readonly folder: string; readonly place: z.infer<typeof lastPlace> }[];
}

const mostProjects = 10;
const mostPlaces = 50;
const version = 1;
const places = z.array(z.object({ folder: z.string(), place: lastPlace }));

/**
 * Each setting for itself: one that is damaged, or that a newer Lamina writes in another form, becomes the
 * default and takes no other with it.
 * @param text null where there is no file
 */
export function readSettings(text: string | null): { readonly remembered: Remembered; readonly understood: boolean } {
  if (text === null) return { remembered: { settings: defaultSettings, places: [] }, understood: true };
  const file = objectIn(text);
  const given = objectOf(file?.['settings']);
  const known: Record<string, unknown> = { ...defaultSettings };
  let understood = file !== null && given !== null && file['version'] === version;
  for (const [name, schema] of Object.entries(settingsSchema.shape)) {
    const value = given?.[name];
    const parsed = schema.safeParse(value);
    if (parsed.success) known[name] = parsed.data;
    else if (value !== undefined) understood = false;
  }
  const kept = places.safeParse(file?.['places'] ?? []);
  return {
    remembered: { settings: known as Settings, places: kept.success ? kept.data : [] },
    understood: understood && kept.success,
  };
}

export function used({ settings, places: kept }: Remembered, project: Settings['recentProjects'][number]): Remembered {
  const others = settings.recentProjects.filter(({ folder }) => folder !== project.folder);
  return { settings: { ...settings, recentProjects: [project, ...others].slice(0, mostProjects) }, places: kept };
}

export function forgotten({ settings, places: kept }: Remembered, folder: string): Remembered {
  return {
    settings: { ...settings, recentProjects: settings.recentProjects.filter((one) => one.folder !== folder) },
    places: kept.filter((one) => one.folder !== folder),
  };
}

export function placed({ settings, places: kept }: Remembered, folder: string, place: z.infer<typeof lastPlace>): Remembered {
  return { settings, places: [...kept.filter((one) => one.folder !== folder), { folder, place }].slice(-mostPlaces) };
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return null;
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : null;
}
