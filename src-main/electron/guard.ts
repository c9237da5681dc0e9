/** The rules of the page, laid on a session and on every page that may ever exist in it. */
import type { Session, WebContents } from 'electron';
import { mayNavigate, mayRequest, withToken, type Door } from './page-rules.ts';

/** @param door the one that is open now; null while there is none: then nothing may be loaded */
export function guardSession(session: Session, door: () => Door | null): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const open = door();
    answer({ cancel: open === null || !mayRequest(url, open) });
  });
  session.webRequest.onBeforeSendHeaders(({ url, requestHeaders }, answer) => {
    const open = door();
    answer({ requestHeaders: open === null ? requestHeaders : withToken(url, requestHeaders, open) });
  });
}

export function guardContents(contents: WebContents, door: () => Door | null): void {
  const stay = (event: { preventDefault(): void }, address: string): void => {
    const open = door();
    if (open === null || !mayNavigate(address, open)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
