import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { nextTick, watch } from 'vue';
import { defaultSettings, type Settings } from '#shared/contract/settings.ts';
import { usePreferences } from '../../../src-renderer/stores/preferences.ts';

/** A host that answers with a copy, when it is let. */
const host = vi.hoisted(() => {
  const state: { stored: Record<string, unknown>; let: Promise<void>; slow: Promise<void> } = { stored: {}, let: Promise.resolve(), slow: Promise.resolve() };
  return {
    state,
    settings: {
      get: async () => { const now = structuredClone(state.stored); await state.slow; return now; },
      change: async (change: Record<string, unknown>) => { await state.let; Object.assign(state.stored, structuredClone(change)); },
    },
  };
});
vi.mock('../../../src-renderer/connection/client.ts', () => ({ client: host }));

beforeEach(() => {
  vi.useFakeTimers();
  setActivePinia(createPinia());
  host.state.stored = structuredClone<Settings>(defaultSettings);
  host.state.let = host.state.slow = Promise.resolve();
});
afterEach(() => { vi.useRealTimers(); });

it('the echo of a change tells nobody who follows another part, and him who follows this one once', async () => {
  const preferences = usePreferences();
  await preferences.load();
  const [fill, outline, style] = [vi.fn(), vi.fn(), vi.fn()];
  watch(() => preferences.settings.tools.fill, fill);
  watch(() => preferences.settings.tools.outline, outline);
  watch(() => preferences.settings.labelStyle, style);
  const { tools } = preferences.settings;
  preferences.change({ tools: { ...tools, outline: { ...tools.outline, isThrough: !tools.outline.isThrough } } });
  await nextTick();
  await vi.runAllTimersAsync();
  await preferences.load();
  await nextTick();
  expect([fill, outline, style].map(({ mock }) => mock.calls.length)).toEqual([0, 1, 0]);
  expect(preferences.settings.tools.outline.isThrough).toBe(!tools.outline.isThrough);

  // What another window changed comes through.
  host.state.stored = { ...host.state.stored, labelStyle: { ...defaultSettings.labelStyle, opacity: 0.125 } };
  await preferences.load();
  await nextTick();
  expect(preferences.settings.labelStyle.opacity).toBe(0.125);
  expect([fill, outline, style].map(({ mock }) => mock.calls.length)).toEqual([0, 1, 1]);
});

it('what is on its way to the host stands, whatever the host has told meanwhile', async () => {
  const preferences = usePreferences();
  await preferences.load();
  const { promise, resolve } = Promise.withResolvers<void>();
  host.state.let = promise;
  preferences.change({ crosshair: !defaultSettings.crosshair });
  await vi.advanceTimersByTimeAsync(1000);
  await preferences.load();
  expect(preferences.settings.crosshair).toBe(!defaultSettings.crosshair);
  resolve();
  await vi.runAllTimersAsync();
  expect(host.state.stored['crosshair']).toBe(!defaultSettings.crosshair);
  // From then on the host's word is the last.
  host.state.stored = { ...host.state.stored, crosshair: defaultSettings.crosshair };
  await preferences.load();
  expect(preferences.settings.crosshair).toBe(defaultSettings.crosshair);
});

it('an answer that is older than a change takes nothing back, however fast the change was answered', async () => {
  const preferences = usePreferences();
  await preferences.load();
  const { promise, resolve } = Promise.withResolvers<void>();
  host.state.slow = promise;
  const loading = preferences.load();
  preferences.change({ crosshair: !defaultSettings.crosshair });
  await vi.advanceTimersByTimeAsync(1000);
  expect(host.state.stored['crosshair']).toBe(!defaultSettings.crosshair);
  resolve();
  await loading;
  expect(preferences.settings.crosshair).toBe(!defaultSettings.crosshair);
});
