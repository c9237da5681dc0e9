/** What all charts have in common: colours of the theme, quiet axes, a tooltip that is no markup. */

export interface ChartLook {
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly panel: string;
  /** For what stands behind. */
  readonly soft: string;
  readonly accent: string;
}

export interface ThemeColours {
  readonly dark: boolean;
  readonly colors: Readonly<Record<string, unknown>>;
}

export function lookOf({ dark, colors }: ThemeColours): ChartLook {
  const colour = (name: string): string => {
    const value = colors[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    text: colour('on-surface'), panel: colour('surface-bright'), accent: colour('primary'),
    quiet: dark ? '#a3a3a3' : '#595959', line: dark ? '#2e2e2e' : '#cfcfcf', soft: dark ? '#b3b3b3' : '#6b6b6b',
  };
}

export function plainAxis({ quiet }: ChartLook) {
  return { axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: quiet, fontSize: 12 }, nameTextStyle: { color: quiet, fontSize: 12 } };
}

export function plainTooltip({ panel, line, text }: ChartLook) {
  return {
    // As text on the canvas: as HTML its inline styles would be refused by the page's policy.
    renderMode: 'richText' as const,
    backgroundColor: panel,
    borderColor: line,
    borderWidth: 1,
    shadowBlur: 0,
    padding: [6, 10],
    textStyle: { color: text, fontSize: 12 },
  };
}

/** The axis' end: four equal, round steps hold all values. */
export function roundMaximum(largest: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(largest, 1e-6)));
  const steps = [1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10];
  return power * (steps.find((step) => power * step >= largest) ?? 10);
}
