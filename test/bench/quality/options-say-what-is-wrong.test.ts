import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

const sets = ['heart', 'organs'];
const refused = (...argv: string[]): string => {
  try {
    readOptions(argv, sets);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};

describe('options', () => {
  it('are read', () => {
    expect(readOptions(['--only', 'organs,heart', '--seeds', '0, 2', '--minutes', '1.5', '--json'], sets)).toMatchObject({
      only: ['organs', 'heart'], seeds: [0, 2], length: { kind: 'minutes', minutes: 1.5 }, json: true, again: false, report: false,
    });
    expect(readOptions([], sets)).toMatchObject({ only: null, seeds: null, length: null });
  });

  it('that make no sense are refused by name', () => {
    expect(refused('--only', 'lung')).toContain('lung');
    expect(refused('--seeds', '0,,1')).toContain('--seeds');
    expect(refused('--seeds', '-1')).not.toBe('accepted');
    expect(refused('--minutes', '0')).toContain('--minutes');
    expect(refused('--epochs', '1.5')).toContain('--epochs');
    expect(refused('--epochs', '1', '--trial')).toContain('--trial');
    expect(refused('--fast')).toContain('--only');
  });
});
