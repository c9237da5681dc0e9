/**
 * What is put into a page before it runs, ours and the peer's alike: the time from an input event to the pixels that
 * follow from it. As text, because what runs in a page is not compiled with the measurements.
 *
 * The clock starts where the event reaches the window. The first draw call after it lets a message run once the frame is
 * through; there, one pixel of each WebGL context is read, which waits until the card (or the program in its place) is done.
 */
export const timing = `{
  let armed = null;
  let since = null;
  let settle = null;
  let outcome = null;
  const contexts = new Set();
  const whenDrawn = new MessageChannel();
  const finish = () => {
    for (const gl of contexts) {
      if (gl.isContextLost()) { contexts.delete(gl); continue; }
      const bound = gl.getParameter(gl.FRAMEBUFFER_BINDING);
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
      gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
      gl.bindFramebuffer(gl.FRAMEBUFFER, bound);
    }
  };
  let told = false;
  whenDrawn.port1.onmessage = () => {
    finish();
    const ms = performance.now() - since;
    told = false;
    if (!benchmark.accepts()) return;
    since = null;
    settle(ms);
  };
  const { prototype } = WebGL2RenderingContext;
  for (const name of ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced']) {
    const original = prototype[name];
    prototype[name] = function drawn(...args) {
      contexts.add(this);
      if (since !== null && !told) {
        told = true;
        whenDrawn.port2.postMessage(0);
      }
      return original.apply(this, args);
    };
  }
  for (const kind of ['pointermove', 'pointerup', 'keydown', 'wheel', 'click']) {
    addEventListener(kind, () => {
      if (armed !== kind) return;
      armed = null;
      since = performance.now();
    }, { capture: true, passive: true });
  }
  let endedAt = 0;
  addEventListener('pointerup', () => { endedAt = performance.timeOrigin + performance.now(); }, { capture: true });
  globalThis.benchmark = {
    /** Which draws count: replaced where the first one shows nothing yet. */
    accepts: () => true,
    arm(kind) {
      outcome = new Promise((resolve, reject) => {
        settle = resolve;
        setTimeout(() => reject(new Error('nothing was drawn after ' + kind)), 60000);
      });
      outcome.catch(() => undefined);
      armed = kind;
    },
    /** ms */
    taken: () => outcome,
    /** When the last stroke ended, ms since 1970. */
    endedAt: () => endedAt,
  };
}`;
