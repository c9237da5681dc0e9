import { computed, type ComputedRef } from 'vue';
import type { ToolOptions } from '#shared/contract/tool-options.ts';
import { usePreferences } from '../../../stores/preferences.ts';

/** How one tool is set; a change sticks. */
export function useToolOptions<Kind extends keyof ToolOptions>(kind: Kind): {
  readonly options: ComputedRef<ToolOptions[Kind]>;
  readonly change: (part: Partial<ToolOptions[Kind]>) => void;
} {
  const preferences = usePreferences();
  return {
    options: computed(() => preferences.settings.tools[kind]),
    change(part) {
      const { tools } = preferences.settings;
      preferences.change({ tools: { ...tools, [kind]: { ...tools[kind], ...part } } });
    },
  };
}
