import { describe, expect, it, vi } from 'vitest';
import { desktopOf, type Desktop } from '../../../src-renderer/connection/desktop.ts';
import { suggestedName } from '../../../src-renderer/connection/files-in-out.ts';
import { plainError } from '../../../src-renderer/connection/plain-error.ts';

vi.mock('../../../src-renderer/connection/client.ts', () => ({ client: {} }));

describe('the name of a download', () => {
  // The examples of RFC 6266, section 5, and a name as the host sends it.
  it.each([
    ['Attachment; filename="example.html"', 'example.html'],
    ["attachment; filename=\"EURO rates\"; filename*=utf-8''%e2%82%ac%20rates", '€ rates'],
    ["attachment; filename=\"___.zip\"; filename*=UTF-8''%E6%B5%B7%E9%A9%AC%E4%BD%93.zip", '海马体.zip'],
    ['attachment', null],
    [null, null],
  ])('of %s is %s', (disposition, name) => {
    expect(suggestedName(disposition)).toBe(name);
  });
});

describe('the desktop shell', () => {
  const shell = (answer: () => Promise<never>): Desktop => ({ grantDropped: answer, pickFolder: answer, pickSaveTarget: answer });

  it('is told apart from a browser', () => {
    expect(desktopOf({})).toBeNull();
  });

  it('words its refusals itself, and they reach the person as they are', async () => {
    const sentence = 'Lamina 正在重新启动；请稍后再试。';
    const desktop = desktopOf({ lamina: shell(() => Promise.reject(new Error(sentence))) })!;
    for (const call of [() => desktop.grantDropped([]), () => desktop.pickFolder(), () => desktop.pickSaveTarget('x')]) {
      expect(plainError(await call().catch((error: unknown) => error)).sentence).toEqual({ en: sentence, 'zh-CN': sentence });
    }
  });

  it('gives a person who closed its dialog nothing, which is no refusal', async () => {
    expect(await desktopOf({ lamina: { ...shell(() => Promise.reject(new Error())), pickFolder: async () => null } })!.pickFolder()).toBeNull();
  });
});
