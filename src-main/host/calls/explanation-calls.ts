import { failure } from '#shared/text/user-facing-error.ts';
import { calls, type Answers, type HostParts } from './host-parts.ts';

const later = { en: 'This is not computed yet.', 'zh-CN': '尚不能计算。' } as const;
const refuse = (): never => { throw failure('conflict', later, {}); };

export function explanationCalls(_parts: HostParts): Answers<'explanation'> {
  const os = calls.explanation;
  return {
    maps: os.maps.handler(refuse), computeMaps: os.computeMaps.handler(refuse), layers: os.layers.handler(refuse), explained: os.explained.handler(refuse),
    explain: os.explain.handler(refuse), writeMaps: os.writeMaps.handler(refuse), writeExplanation: os.writeExplanation.handler(refuse),
  };
}

export function qualityCalls(_parts: HostParts): Answers<'quality'> {
  const os = calls.quality;
  return { list: os.list.handler(refuse), read: os.read.handler(refuse) };
}
