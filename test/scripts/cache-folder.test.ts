import path from 'node:path';
import { expect, it } from 'vitest';
import { cacheFolder } from '../../scripts/setup/cache-folder.mjs';

const onLinux = { platform: 'linux', home: '/people/ada' } as const;

it('The cache follows the XDG rule: its variable, else .cache in the home folder', () => {
  expect(cacheFolder({ XDG_CACHE_HOME: '/disk/cache' }, onLinux)).toBe('/disk/cache/lamina');
  expect(cacheFolder({}, onLinux)).toBe('/people/ada/.cache/lamina');
  expect(cacheFolder({ XDG_CACHE_HOME: '' }, onLinux)).toBe('/people/ada/.cache/lamina');
});

it('A relative XDG_CACHE_HOME is ignored, as the specification says', () => {
  expect(cacheFolder({ XDG_CACHE_HOME: 'cache' }, onLinux)).toBe('/people/ada/.cache/lamina');
});

it('LAMINA_CACHE wins over all, and is the folder itself', () => {
  expect(cacheFolder({ LAMINA_CACHE: '/big/disk', XDG_CACHE_HOME: '/disk/cache' }, onLinux)).toBe('/big/disk');
  expect(path.isAbsolute(cacheFolder({ LAMINA_CACHE: 'beside' }, onLinux))).toBe(true);
});

it('A Mac keeps caches in Library/Caches', () => {
  expect(cacheFolder({}, { platform: 'darwin', home: '/people/ada' })).toBe('/people/ada/Library/Caches/lamina');
});
