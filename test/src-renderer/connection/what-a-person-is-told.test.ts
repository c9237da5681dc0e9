import { ORPCError } from '@orpc/client';
import { describe, expect, it, vi } from 'vitest';
import { plainError } from '../../../src-renderer/connection/plain-error.ts';

describe('what a person is told', () => {
  it('is the host’s sentence, as it came', () => {
    const sentence = { en: 'The disk is full.', 'zh-CN': '磁盘已满。' };
    expect(plainError(new ORPCError('disk-full', { status: 507, data: { sentence } }))).toEqual({ code: 'disk-full', sentence });
  });

  it('is that the host is gone, where nobody answers', async () => {
    // Port 9 of this machine: nothing listens there, and what fetch throws is what it throws for a killed host.
    const error = await fetch('http://127.0.0.1:9/').catch((thrown: unknown) => thrown);
    expect(plainError(error).code).toBe('host-gone');
  });

  it('is never the text of a defect', () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const { code, sentence } = plainError(new TypeError("Cannot read properties of undefined (reading 'x')"));
    expect(code).toBe('internal');
    expect(sentence.en).not.toContain('undefined');
  });

  it('is nothing new where the person stopped it', () => {
    expect(plainError(new DOMException('aborted', 'AbortError')).code).toBe('cancelled');
  });
});
