/** How this person likes the window: language, theme, panel, drawing; remembered by the host. */
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { defaultSettings, type Settings } from '#shared/contract/settings.ts';
import { client } from '../connection/client.ts';
import { useToasts } from './toasts.ts';

export type Preferences = Omit<Settings, 'recentProjects'>;

/** What came anew, with the parts that say the same as before: who follows one part is told of changes alone. Values are JSON. */
function keepingSame<T>(before: T, now: T): T {
  if (JSON.stringify(before) === JSON.stringify(now)) return before;
  if (!isRecord(before) || !isRecord(now)) return now;
  return Object.fromEntries(Object.entries(now).map(([key, value]) => [key, keepingSame(before[key], value)])) as T;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

export const usePreferences = defineStore('preferences', () => {
  const settings = shallowRef<Settings>(defaultSettings);
  const toasts = useToasts();
  let unsent: Partial<Preferences> = {};
  /** Sent and not answered yet: what the host tells meanwhile may be older. */
  let sent: Partial<Preferences> = {};
  /** For each answer that is awaited, what was on its way when it was asked for or has changed since: of that it may be older. */
  const awaited = new Set<Partial<Preferences>>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const send = async (): Promise<void> => {
    const change = unsent;
    unsent = {};
    sent = { ...sent, ...change };
    const mine = sent;
    try {
      await client.settings.change(change);
    } catch (error) {
      toasts.failed(error);
    } finally {
      if (sent === mine) sent = {};
    }
  };
  const change = (changed: Partial<Preferences>): void => {
    settings.value = { ...settings.value, ...changed };
    unsent = { ...unsent, ...changed };
    for (const newer of awaited) Object.assign(newer, changed);
    clearTimeout(timer);
    timer = setTimeout(() => { void send(); }, 400);
  };
  return {
    settings,
    async load(): Promise<void> {
      const newer = { ...sent, ...unsent };
      awaited.add(newer);
      try {
        settings.value = keepingSame(settings.value, { ...await client.settings.get(), ...newer });
      } catch {
        // The window works with what it has; the connection's own message says what is wrong.
      } finally {
        awaited.delete(newer);
      }
    },
    /** At once here, a moment later at the host: a slider that is dragged changes many times a second. */
    change,
    /** Between fill and outline. */
    toggleDrawing(): void {
      const { labelStyle } = settings.value;
      change({ labelStyle: { ...labelStyle, drawing: labelStyle.drawing === 'fill' ? 'outline' : 'fill' } });
    },
  };
});
