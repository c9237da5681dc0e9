/**
 * What the page has beyond a browser: three functions, and nothing else of Electron or of this machine.
 * It runs sandboxed beside the page, so it must stay one file and may not hold a path longer than a call.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channels, type Answer, type Picked } from './channels.ts';

async function ask<Value>(channel: string, ...values: readonly unknown[]): Promise<Value> {
  const answer = (await ipcRenderer.invoke(channel, ...values)) as Answer<Value>;
  if ('refused' in answer) throw new Error(answer.refused);
  return answer.value;
}

contextBridge.exposeInMainWorld('lamina', {
  grantDropped: (files: readonly File[]): Promise<string> => ask(channels.grantDropped, files.map((file) => webUtils.getPathForFile(file))),
  pickFolder: (): Promise<Picked | null> => ask(channels.pickFolder),
  pickSaveTarget: (name: string): Promise<Picked | null> => ask(channels.pickSaveTarget, name),
});
